import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { setSection } from '../../../test/factories/document.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { businessSettings } from '../settings/business.ts'
import { services } from './tables.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer } = await makeCustomer(app)
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const at = (iso: string) => Date.parse(iso)

/** A custom service, monthly at 10.00 EUR, until 20 March, 08:00 UTC. */
const custom = (more: Record<string, unknown> = {}) => ({
  customerId: customer.id,
  type: 'none',
  name: 'Custom',
  cycle: 'monthly',
  price: eur('1000'),
  expiresAt: '2025-03-20T08:00:00Z',
  ...more,
})

const create = (more: Record<string, unknown> = {}) =>
  staff.post('/api/v1/admin/services', custom(more))
const pointersOf = ({ body }: { body: { errors: { pointer: string; code: string }[] } }) =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`)

async function documentsOf(serviceCustomerId = customer.id) {
  const { body } = await staff.get(`/api/v1/admin/documents?customerId=${serviceCustomerId}`)
  return body.items as { id: string; state: string; total: { amount: string } }[]
}

describe('a service that staff make', () => {
  test('I3, I10: is pending, without product and document, with its own price and notes', async () => {
    const { status, body } = await create({ notes: 'by phone' })
    assert.equal(status, 201, JSON.stringify(body))
    assert.equal(body.status, 'pending')
    assert.equal(body.product, null)
    assert.deepEqual(body.price, eur('1000'))
    assert.equal(body.notes, 'by phone')
    assert.equal(body.anchorDay, 20)
    assert.deepEqual(await documentsOf(), [])
  })

  test('is delivered at once where asked, and keeps its expiry', async () => {
    const { body } = await create({ deliver: true })
    await app.settle()
    const service = await readService(app, body.id)
    assert.equal(service.status, 'active')
    assert.equal(service.expiresAt, at('2025-03-20T08:00:00Z'))
  })

  test('of a product takes its type, name, price, limit and stock', async () => {
    const { product } = await makeProduct(app.ctx, {
      prices: { quarterly: 3000n },
      maxRenewals: 4,
      stock: 1,
    })
    const body = { customerId: customer.id, productId: product.id, cycle: 'quarterly' }
    const made = await staff.post('/api/v1/admin/services', body)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.deepEqual(
      [made.body.type, made.body.name, made.body.price, made.body.maxRenewals],
      ['none', product.name.en, eur('3000'), 4],
    )
    const again = await staff.post('/api/v1/admin/services', body)
    assert.deepEqual(pointersOf(again), ['/productId out_of_stock'])
  })

  test('takes a place on the server that is named, as long as there is one', async () => {
    const { server } = await makeServer(app.ctx, { placeLimit: 1 })
    const wish = { type: 'sandbox', serverId: server.id, orderData: { hostname: 'a.example' } }
    assert.equal((await create(wish)).status, 201)
    assert.deepEqual(pointersOf(await create(wish)), ['/serverId server_takes_none'])
    assert.deepEqual(pointersOf(await create({ serverId: server.id })), [
      '/serverId server_useless',
    ])
    const unknown = await create({ ...wish, serverId: newId() })
    assert.deepEqual(pointersOf(unknown), ['/serverId no_server_of_type'])
  })

  const refusals: [string, Record<string, unknown>, string[]][] = [
    ['an unknown customer', { customerId: newId() }, ['/customerId unknown_customer']],
    ['an unknown product', { productId: newId() }, ['/productId unknown_product']],
    ['an unknown type', { type: 'nothing' }, ['/type unknown_type']],
    ['no type', { type: undefined }, ['/type type_needed']],
    [
      'an expiry in the past',
      { expiresAt: '2025-03-10T11:59:59Z' },
      ['/expiresAt expiry_has_passed'],
    ],
    [
      'another currency',
      { price: { amount: '1', currency: 'USD' } },
      ['/price/currency other_currency'],
    ],
    [
      'metadata without meaning',
      { metadata: { max_renewals: '-1' } },
      ['/metadata/max_renewals not_a_count'],
    ],
    ['an expiry of a onetime service', { cycle: 'onetime' }, ['/expiresAt no_expiry_for_life']],
    [
      'a price of a free one',
      { cycle: 'free', expiresAt: null },
      ['/price/amount free_costs_nothing'],
    ],
  ]
  for (const [what, more, pointers] of refusals)
    test(`is refused with ${what}, naming the field`, async () => {
      const answer = await create(more)
      assert.equal(answer.status, 422)
      assert.deepEqual(pointersOf(answer), pointers)
    })

  test('A12: an unknown cycle or a negative price is refused by name', async () => {
    const cycle = await create({ cycle: 'daily' })
    assert.deepEqual([cycle.status, cycle.body.errors[0].pointer], [422, '/cycle'])
    const price = await create({ price: eur('-5') })
    assert.deepEqual([price.status, price.body.errors[0].pointer], [422, '/price/amount'])
  })

  test('I8: a product of another type is refused', async () => {
    const { product } = await makeProduct(app.ctx)
    const answer = await create({ productId: product.id, type: 'sandbox' })
    assert.deepEqual(pointersOf(answer), ['/type not_the_products_type'])
  })

  test('in the past is made once staff confirm it, and has a day before a suspension', async () => {
    const past = { expiresAt: '2025-03-01T08:00:00Z', confirmPast: true }
    const { status, body } = await create(past)
    assert.equal(status, 201)
    assert.equal((await readService(app, body.id)).graceUntil, at('2025-03-11T12:00:00Z'))
  })

  test('carries every field of the form', async () => {
    const { body } = await create({
      description: 'For the customer',
      notes: 'For staff',
      initialPrice: eur('500'),
      maxRenewals: 3,
      metadata: { max_renewals_in_current_month: '1', rack: 'b7' },
      policy: { suspendAfterDays: 9 },
    })
    assert.deepEqual(
      [body.description, body.notes, body.initialPrice, body.maxRenewals, body.metadata],
      [
        ...['For the customer', 'For staff', eur('500'), 3],
        { max_renewals_in_current_month: '1', rack: 'b7' },
      ],
    )
    assert.deepEqual((await readService(app, body.id)).policy, { suspendAfterDays: 9 })
  })

  test('may be in another currency that the company invoices in, with its prices typed', async () => {
    const usd = (amount: string) => ({ amount, currency: 'USD' })
    const answer = await create({ currency: 'USD', price: usd('900') })
    assert.deepEqual(pointersOf(answer), ['/currency currency_not_offered'])
    await setSection(app.ctx, businessSettings, { currencies: ['EUR', 'USD'] })
    const { status, body } = await create({ currency: 'USD', price: usd('900') })
    assert.equal(status, 201, JSON.stringify(body))
    assert.deepEqual([body.price, body.initialPrice], [usd('900'), usd('900')])
    const mixed = await create({ currency: 'USD' })
    assert.deepEqual(pointersOf(mixed), ['/price/currency other_currency'])
  })

  test('is checked by the module’s order form and the policy’s ranges, by field', async () => {
    const { server } = await makeServer(app.ctx)
    const wrong = await create({
      type: 'sandbox',
      serverId: server.id,
      orderData: { hostname: 'x', colour: 'red' },
    })
    assert.deepEqual(pointersOf(wrong), ['/orderData/colour unrecognized_keys'])
    const { status, body } = await create({ policy: { suspendAfterDays: 4000 } })
    assert.deepEqual([status, body.errors[0].pointer], [422, '/policy/suspendAfterDays'])
  })

  test('is rehearsed by a dry run, which says what would happen or is wrong, and keeps nothing', async () => {
    const before = await app.ctx.db.$count(services)
    const url = '/api/v1/admin/services?dryRun=true'
    const right = await staff.post(url, custom({ deliver: true }))
    assert.deepEqual([right.status, right.body.allowed, right.body.errors], [200, true, []])
    assert.match(right.body.effects.join(' '), /delivered at once.*No invoice/)
    const wrong = await staff.post(url, custom({ type: 'nothing' }))
    assert.deepEqual([wrong.status, wrong.body.allowed], [200, false])
    assert.deepEqual(pointersOf(wrong), ['/type unknown_type'])
    assert.equal(await app.ctx.db.$count(services), before)
  })

  test('leaves nothing behind when the last step fails', async () => {
    const { product } = await makeProduct(app.ctx, { stock: 1 })
    const before = await app.ctx.db.$count(services)
    const { server } = await makeServer(app.ctx, { placeLimit: 0 })
    const wish = { type: 'sandbox', serverId: server.id, deliver: true }
    assert.equal((await create(wish)).status, 422)
    const body = { customerId: customer.id, productId: product.id, cycle: 'annually' }
    assert.deepEqual(pointersOf(await staff.post('/api/v1/admin/services', body)), [
      '/price no_price_for_cycle',
    ])
    assert.equal(await app.ctx.db.$count(services), before)
    const again = { ...body, cycle: 'monthly' }
    assert.equal((await staff.post('/api/v1/admin/services', again)).status, 201, 'stock is left')
  })

  test('sent twice with one Idempotency-Key is made once', async () => {
    const headers = { 'idempotency-key': newId() }
    const send = () => staff.post('/api/v1/admin/services', custom({ name: 'Once' }), headers)
    const [first, second] = await Promise.all([send(), send()])
    assert.deepEqual([first.status, second.status], [201, 201])
    assert.equal(first.body.id, second.body.id)
  })
})

describe('what a new service starts with', () => {
  const prefill = (query: Record<string, string>) =>
    staff.get(`/api/v1/admin/services/prefill?${new URLSearchParams(query)}`)

  test('is one cycle from this moment, the product’s price, name and limit', async () => {
    const { product } = await makeProduct(app.ctx, {
      prices: { quarterly: 3000n, annually: 10_000n },
      maxRenewals: 4,
    })
    const { body } = await prefill({ customerId: customer.id, productId: product.id })
    assert.deepEqual(
      [body.name, body.type.id, body.cycle, body.price, body.maxRenewals, body.expiresAt],
      [product.name.en, 'none', 'quarterly', eur('3000'), 4, '2025-06-10T11:00:00.000Z'],
    )
    const yearly = { customerId: customer.id, productId: product.id, cycle: 'annually' }
    const other = (await prefill(yearly)).body
    assert.deepEqual([other.price, other.expiresAt], [eur('10000'), '2026-03-10T12:00:00.000Z'])
  })

  test('has no expiry for life, and no price without a product', async () => {
    const { body } = await prefill({ customerId: customer.id, type: 'none', cycle: 'onetime' })
    assert.deepEqual([body.expiresAt, body.price, body.name], [null, null, ''])
    assert.deepEqual([body.type.needsServer, body.type.canImport], [false, false])
  })

  test('names the servers of the type, and which take a new one', async () => {
    const { server: full } = await makeServer(app.ctx, { placeLimit: 0 })
    const { body } = await prefill({ customerId: customer.id, type: 'sandbox' })
    assert.equal(body.type.canImport, true)
    const found = body.servers.find(({ id }: { id: string }) => id === full.id)
    assert.deepEqual([found.takesNew, found.isInGroup], [false, true])
  })

  test('is refused by field: customer, product, a type that differs', async () => {
    const { product } = await makeProduct(app.ctx)
    const refusals: [Record<string, string>, string][] = [
      [{ customerId: newId(), type: 'none' }, '/query/customerId unknown_customer'],
      [{ customerId: customer.id, productId: newId() }, '/query/productId unknown_product'],
      [{ customerId: customer.id }, '/query/type type_needed'],
      [{ customerId: customer.id, type: 'nothing' }, '/query/type unknown_type'],
      [
        { customerId: customer.id, productId: product.id, type: 'sandbox' },
        '/query/type not_the_products_type',
      ],
    ]
    for (const [query, pointer] of refusals) {
      const answer = await prefill(query)
      assert.equal(answer.status, 422)
      assert.deepEqual(pointersOf(answer), [pointer])
    }
  })
})

describe('an edit by staff', () => {
  async function edited(more: Record<string, unknown>, start: Record<string, unknown> = {}) {
    const { body } = await create({ deliver: true, ...start })
    const answer = await staff.patch(`/api/v1/admin/services/${body.id}`, more)
    return { answer, id: body.id as string, read: () => readService(app, body.id) }
  }

  test('writes what changed into the history, with before and after', async () => {
    const { answer, id } = await edited({
      name: 'Renamed',
      notes: 'n',
      maxRenewals: 3,
      cycle: 'monthly',
    })
    assert.deepEqual(
      [answer.status, answer.body.name, answer.body.maxRenewals],
      [200, 'Renamed', 3],
    )
    const { body } = await staff.get(`/api/v1/admin/history?subject=service&subjectId=${id}`)
    const entry = body.items.find(({ kind }: { kind: string }) => kind === 'service.edited')
    assert.deepEqual(entry.before, { name: 'Custom', notes: '', maxRenewals: null })
    assert.deepEqual(entry.after, { name: 'Renamed', notes: 'n', maxRenewals: 3 })
  })

  test('of the expiry moves the anchor; the same expiry moves nothing', async () => {
    const { answer, id } = await edited({ expiresAt: '2025-03-31T08:00:00Z' })
    assert.equal(answer.body.anchorDay, 31)
    const version = answer.body.version
    const again = await staff.patch(`/api/v1/admin/services/${id}`, {
      expiresAt: '2025-03-31T08:00:00Z',
    })
    assert.equal(again.body.version, version)
  })

  test('that makes it overdue needs a confirmation and leaves 24 hours', async () => {
    const { answer, id, read } = await edited({ expiresAt: '2025-03-09T08:00:00Z' })
    assert.deepEqual(pointersOf(answer), ['/expiresAt expiry_has_passed'])
    const confirmed = { expiresAt: '2025-03-09T08:00:00Z', confirmPast: true }
    assert.equal((await staff.patch(`/api/v1/admin/services/${id}`, confirmed)).status, 200)
    assert.equal((await read()).graceUntil, at('2025-03-11T12:00:00Z'))
  })

  test('of an active service cannot take its expiry away, unless it is for life from then on', async () => {
    const { answer, id } = await edited({ expiresAt: null })
    assert.deepEqual(pointersOf(answer), ['/expiresAt term_needs_expiry'])
    const forLife = await staff.patch(`/api/v1/admin/services/${id}`, { cycle: 'onetime' })
    assert.deepEqual([forLife.status, forLife.body.expiresAt], [200, null])
  })

  test('is not for life while a renewal is open or a cancellation waits for the end', async () => {
    const { id } = await edited({})
    const url = `/api/v1/admin/services/${id}`
    const forLife = { cycle: 'onetime', openRenewal: 'keep' }
    await staff.post(`${url}/renew`)
    assert.deepEqual(pointersOf(await staff.patch(url, forLife)), ['/cycle term_has_open_renewal'])
    await staff.post(`${url}/cancel`, { when: 'end_of_period' })
    assert.deepEqual(pointersOf(await staff.patch(url, forLife)), ['/cycle term_has_cancellation'])
  })

  test('of price or cycle asks what becomes of the open renewal', async () => {
    const { id } = await edited({})
    const renewed = await staff.post(`/api/v1/admin/services/${id}/renew`)
    const url = `/api/v1/admin/services/${id}`
    const refused = await staff.patch(url, { price: eur('1500') })
    assert.deepEqual(pointersOf(refused), ['/openRenewal renewal_is_open'])
    assert.equal((await staff.patch(url, { price: eur('1500'), openRenewal: 'keep' })).status, 200)
    const kept = await staff.get(`/api/v1/admin/documents/${renewed.body.documentId}`)
    assert.equal(kept.body.state, 'open')
    const remade = await staff.patch(url, { price: eur('2000'), openRenewal: 'remake' })
    assert.equal(remade.status, 200)
    const gone = await staff.get(`/api/v1/admin/documents/${renewed.body.documentId}`)
    assert.equal(gone.body.state, 'void')
    const { body } = await staff.get(`${url}/renewals`)
    const open = body.items.filter(({ state }: { state: string }) => state === 'open')
    assert.deepEqual(
      open.map(({ price }: { price: unknown }) => price),
      [eur('2000')],
    )
  })

  test('of the expiry keeps the open renewal, which adds its cycle to it as it is then', async () => {
    const { id } = await edited({})
    await staff.post(`/api/v1/admin/services/${id}/renew`)
    await staff.patch(`/api/v1/admin/services/${id}`, { expiresAt: '2025-03-25T08:00:00Z' })
    const { body } = await staff.get(`/api/v1/admin/services/${id}/renewals`)
    assert.equal(body.items[0].state, 'open')
  })

  test('of an ended service leaves its term alone', async () => {
    const { id } = await edited({})
    await staff.post(`/api/v1/admin/services/${id}/terminate`, { confirm: 'Custom' })
    const url = `/api/v1/admin/services/${id}`
    assert.equal((await staff.patch(url, { notes: 'gone' })).status, 200)
    assert.equal((await staff.patch(url, { price: eur('1') })).body.code, 'already_ended')
  })

  test('I14: adds and takes days, and says so when it becomes overdue', async () => {
    const { id, read } = await edited({})
    const url = `/api/v1/admin/services/${id}`
    const less = await staff.post(`${url}/subtract-days`, { days: 3 })
    assert.equal(less.body.expiresAt, '2025-03-17T08:00:00.000Z')
    await staff.post(`${url}/add-days`, { days: 6 })
    assert.equal((await read()).expiresAt, at('2025-03-23T08:00:00Z'))
    const dry = await staff.post(`${url}/subtract-days?dryRun=true`, { days: 20 })
    assert.match(dry.body.effects.join(' '), /24 hours/)
    await staff.post(`${url}/subtract-days`, { days: 20 })
    assert.equal((await read()).graceUntil, at('2025-03-11T12:00:00Z'))
  })

  test('never goes further than a year that people can mean', async () => {
    const far = { expiresAt: '9999-12-31T00:00:00Z' }
    assert.deepEqual(pointersOf(await create(far)), ['/expiresAt expiry_too_far'])
    const { answer } = await edited(far)
    assert.deepEqual(pointersOf(answer), ['/expiresAt expiry_too_far'])
    const { id } = await edited({ expiresAt: '2199-12-31T00:00:00Z' })
    const url = `/api/v1/admin/services/${id}`
    const added = await staff.post(`${url}/add-days`, { days: 3660 })
    assert.deepEqual([added.status, added.body.code], [422, 'expiry_too_far'])
    assert.equal((await staff.post(`${url}/hold`, { until: far.expiresAt })).status, 422)
    assert.equal((await staff.post(`${url}/renew`)).status, 200)
  })

  test('days of a service for life are refused', async () => {
    const { id } = await edited({}, { cycle: 'onetime', expiresAt: null })
    const { body } = await staff.post(`/api/v1/admin/services/${id}/add-days`, { days: 1 })
    assert.equal(body.code, 'no_expiry')
  })
})

test('making and editing services needs the permission for it', async () => {
  const weak = await app.staff('read-only')
  assert.equal((await weak.post('/api/v1/admin/services', custom())).status, 403)
  const support = await app.staff('support')
  assert.equal((await support.post('/api/v1/admin/services', custom())).status, 403)
})
