import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { setSection } from '../../../test/factories/document.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { recordingMail } from '../../../test/recording-mail.ts'
import { businessSettings } from '../settings/business.ts'
import type { NewService } from './create.ts'

const outbox = recordingMail()
const app = await startTestApp({ mail: outbox.transport })
const staff = await app.staff()
await setSection(app.ctx, businessSettings, { currencies: ['EUR', 'USD'] })
const at = (iso: string) => Date.parse(iso)
const url = (id: string) => `/api/v1/admin/services/${id}`
const dry = (id: string, body: object) => staff.patch(`${url(id)}?dryRun=true`, body)
const money = (amount: string, currency = 'EUR') => ({ amount, currency })

const active = (more: Partial<NewService> = {}) =>
  makeService(app, {
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...more,
  })

describe('an edit tried dry', () => {
  test('says what would follow and writes nothing', async () => {
    const { id, version } = await active()
    const { status, body } = await dry(id, {
      name: 'Other',
      price: money('1500'),
      maxRenewals: 2,
      expiresAt: '2025-03-25T08:00:00Z',
    })
    assert.deepEqual([status, body.dryRun, body.allowed], [200, true, true])
    assert.deepEqual(body.effects, [
      'Changed: name.',
      'From the next period: €15.00 (monthly) instead of €10.00 (monthly).',
      'The service runs until 25 March 2025.',
      'It may be renewed 2 more times.',
    ])
    const row = await readService(app, id)
    assert.deepEqual([row.name, row.price, row.version], ['Test service', 1000n, version])
  })

  test('names every field that cannot be so', async () => {
    const { id } = await active()
    const { status, body } = await dry(id, {
      expiresAt: '2025-03-01T08:00:00Z',
      price: money('1', 'USD'),
    })
    assert.deepEqual([status, body.allowed], [200, false])
    assert.deepEqual(
      body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]),
      [
        ['/price/currency', 'other_currency'],
        ['/expiresAt', 'expiry_has_passed'],
      ],
    )
  })

  test('says that it becomes overdue, and what becomes of the open renewal', async () => {
    const { id } = await active()
    await staff.post(`${url(id)}/renew`)
    const { body } = await dry(id, { expiresAt: '2025-03-09T08:00:00Z', confirmPast: true })
    assert.match(body.effects.join(' '), /24 hours/)
    assert.match(body.effects.join(' '), /open renewal stays as it was asked for/)
    const remade = await dry(id, { price: money('1500'), openRenewal: 'remake' })
    assert.match(remade.body.effects.join(' '), /withdrawn and remade/)
    const unsaid = await dry(id, { price: money('1500') })
    assert.equal(unsaid.body.errors[0].pointer, '/openRenewal')
  })

  test('says that a suspended service will run again', async () => {
    const { id } = await active()
    await app.travelTo(at('2025-03-21T12:00:00Z'))
    assert.equal((await readService(app, id)).status, 'suspended')
    const { body } = await dry(id, { expiresAt: '2025-04-20T08:00:00Z' })
    assert.match(body.effects.join(' '), /lets it run again/)
    await staff.patch(url(id), { expiresAt: '2025-04-20T08:00:00Z' })
    await app.settle()
    assert.equal((await readService(app, id)).status, 'active')
  })
})

describe('an edit of the currency', () => {
  test('needs both prices in it, and a currency that is offered', async () => {
    const { id } = await active()
    const { status, body } = await staff.patch(url(id), { currency: 'USD' })
    assert.equal(status, 422)
    assert.deepEqual(
      body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/price', '/initialPrice'],
    )
    const foreign = await staff.patch(url(id), {
      currency: 'CHF',
      price: money('1', 'CHF'),
      initialPrice: money('1', 'CHF'),
    })
    assert.equal(foreign.body.errors[0].pointer, '/currency')
  })

  test('keeps or remakes the open renewal, as staff say; nothing else of it changes', async () => {
    const { id } = await active()
    const { documentId } = (await staff.post(`${url(id)}/renew`)).body
    const wish = { currency: 'USD', price: money('1200', 'USD'), initialPrice: money('1', 'USD') }
    assert.equal((await staff.patch(url(id), wish)).body.errors[0].pointer, '/openRenewal')
    const done = await staff.patch(url(id), { ...wish, openRenewal: 'remake' })
    assert.deepEqual([done.status, done.body.price], [200, money('1200', 'USD')])
    assert.equal((await staff.get(`/api/v1/admin/documents/${documentId}`)).body.state, 'void')
    const { items } = (await staff.get(`${url(id)}/renewals`)).body
    const open = items.filter(({ state }: { state: string }) => state === 'open')
    assert.deepEqual(
      open.map(({ price }: { price: unknown }) => price),
      [money('1200', 'USD')],
    )
  })
})

test('an edit that moves the end of a cancelled service mails its customer', async () => {
  const { id, customerId } = await active({ expiresAt: at('2025-05-20T08:00:00Z') })
  await staff.post(`${url(id)}/cancel`, { when: 'end_of_period' })
  await app.settle()
  const address = (await staff.get(`/api/v1/admin/customers/${customerId}`)).body.email
  const about = () => outbox.to(address).map(({ subject }) => subject)
  assert.deepEqual(about(), ['Cancellation of Test service on 20 May 2025'])
  await staff.patch(url(id), { expiresAt: '2025-06-20T08:00:00Z' })
  await app.settle()
  assert.deepEqual(about(), [
    'Cancellation of Test service on 20 May 2025',
    'Cancellation of Test service on 20 June 2025',
  ])
})

test('an edit sent twice at once is one entry of the history', async () => {
  const { id } = await active()
  const body = { name: 'Once' }
  await Promise.all([staff.patch(url(id), body), staff.patch(url(id), body)])
  const { items } = (await staff.get(`/api/v1/admin/history?subjectId=${id}&kind=service.edited`))
    .body
  assert.equal(items.length, 1)
})

test('an open renewal is remade by staff although its month’s limit is reached', async () => {
  const { id } = await active({ metadata: { max_renewals_in_current_month: '0' } })
  await staff.post(`${url(id)}/renew`, { override: true })
  await staff.patch(url(id), { price: money('1500'), openRenewal: 'remake' })
  const { items } = (await staff.get(`${url(id)}/renewals`)).body
  const open = items.filter(({ state }: { state: string }) => state === 'open')
  assert.deepEqual(
    open.map(({ price }: { price: unknown }) => price),
    [money('1500')],
  )
})
