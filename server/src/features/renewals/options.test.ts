import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { sampleOption } from '../../../test/factories/option.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import type { ServiceDiscount } from '../../domain/service-option.ts'
import { newId } from '../../platform/ids.ts'
import { documentLines, documents } from '../documents/tables.ts'
import type { NewService } from '../services/create.ts'
import { services } from '../services/tables.ts'
import { renewals } from './tables.ts'

const app = await startTestApp()
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string, verb: string) => `/api/v1/admin/services/${id}/${verb}`

/** An active service that expires on the 20th, unless told otherwise. */
function active(options: Partial<NewService> = {}) {
  return makeService(app, {
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...options,
  })
}

async function linesOf(documentId: string) {
  return app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, documentId))
    .orderBy(asc(documentLines.position))
}

async function documentOf(documentId: string) {
  const [row] = await app.ctx.db.select().from(documents).where(eq(documents.id, documentId))
  return row ?? assert.fail('no document')
}

async function renewed(id: string, body: object = {}) {
  const { status, body: answer } = await staff.post(url(id, 'renew'), body)
  assert.equal(status, 200)
  return answer.documentId as string
}

const tenPercent = (renewals: number | null): ServiceDiscount => ({
  ...{ couponId: newId(), code: 'TEN', kind: 'percent', basisPoints: 1000, amount: '0' },
  renewals,
})

test('a renewal has one line per recurring option, for the same period, each with its tax', async () => {
  const { id } = await active({ options: [sampleOption(), sampleOption({ value: 'another' })] })
  const documentId = await renewed(id)
  const lines = await linesOf(documentId)
  assert.deepEqual(
    lines.map((line) => [line.kind, line.unitPrice, line.net + line.tax]),
    [
      ['renewal', 1000n, 1200n],
      ['renewal_part', 1000n, 1200n],
      ['renewal_part', 1000n, 1200n],
    ],
  )
  assert.equal(new Set(lines.map((line) => line.periodEndAt)).size, 1)
  assert.match(lines[2]?.label ?? '', /another/)
  assert.equal((await documentOf(documentId)).gross, 3600n)
  await payInFull(app, documentId)
  const service = await readService(app, id)
  assert.deepEqual([service.renewalCount, service.expiresAt], [1, at('2025-04-20T07:00:00Z')])
})

test('what was paid once is not on the renewal, and the free options neither', async () => {
  const once = sampleOption({ recurring: false, prices: {} })
  const free = sampleOption({ price: '0', prices: { monthly: '0' } })
  const { id } = await active({ options: [once, free] })
  assert.equal((await linesOf(await renewed(id))).length, 1)
})

test('withdrawing the renewal takes its options with it; other lines stay', async () => {
  const { id } = await active({ options: [sampleOption()] })
  const documentId = await renewed(id)
  const line = { label: 'Work', quantity: 1, unitPrice: { amount: '500', currency: 'EUR' } }
  await staff.post(`/api/v1/admin/documents/${documentId}/add-line`, line)
  const [first] = await linesOf(documentId)
  await staff.post(`/api/v1/admin/documents/${documentId}/withdraw-line`, { lineId: first?.id })
  assert.deepEqual(
    (await linesOf(documentId)).map(({ kind }) => kind),
    ['custom'],
  )
  const [renewal] = await app.ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
  assert.equal(renewal?.state, 'withdrawn')
  const again = await renewed(id)
  assert.equal((await staff.post(url(id, 'withdraw-renewal'))).status, 200)
  assert.equal((await documentOf(again)).state, 'void')
})

test('money for an ended service gives back the options too', async () => {
  const { id } = await active({ options: [sampleOption()] })
  const documentId = await renewed(id)
  await app.ctx.db.update(services).set({ status: 'terminated' }).where(eq(services.id, id))
  await payInFull(app, documentId)
  assert.equal((await documentOf(documentId)).credited, 2400n)
})

test('another cycle costs the options’ price of that cycle, or is refused', async () => {
  const dear = sampleOption({ prices: { monthly: '1000', quarterly: '2500' } })
  const { id } = await active({ options: [dear] })
  const lines = await linesOf(await renewed(id, { cycle: 'quarterly', price: '2800' }))
  assert.deepEqual(
    lines.map((line) => line.unitPrice),
    [2800n, 2500n],
  )
  const refused = await staff.post(url(id, 'renew'), { cycle: 'annually', price: '9000' })
  assert.equal(refused.body.code, 'option_not_priced')
  await staff.post(url(id, 'withdraw-renewal'))
  const changed = await staff.post(url(id, 'change-cycle'), { cycle: 'quarterly', price: '2800' })
  assert.equal(changed.status, 200)
  const page = await staff.get(`/api/v1/admin/services/${id}`)
  assert.equal(page.body.options[0].price.amount, '2500')
  assert.equal(page.body.recurringTotal.amount, '5300')
  const other = await staff.post(url(id, 'change-cycle'), { cycle: 'annually', price: '9000' })
  assert.equal(other.body.code, 'option_not_priced')
})

const coupons: [string, Partial<NewService>, bigint[]][] = [
  ['for ever', { discount: tenPercent(null) }, [900n]],
  ['for three, of which none', { discount: tenPercent(3) }, [900n]],
  ['with an option', { discount: tenPercent(null), options: [sampleOption()] }, [900n, 900n]],
]
for (const [name, service, prices] of coupons) {
  test(`a coupon of 10 % ${name}: each line is 10 % less`, async () => {
    const { id } = await active(service)
    const documentId = await renewed(id)
    const lines = await linesOf(documentId)
    assert.deepEqual(
      lines.map((line) => line.unitPrice),
      prices,
    )
    assert.match(lines[0]?.label ?? '', /TEN/)
    assert.equal((await documentOf(documentId)).gross, BigInt(prices.length) * 1080n)
  })
}

test('a coupon for two renewals is over with the second', async () => {
  const { id } = await active({ discount: tenPercent(2) })
  for (const expected of [900n, 900n, 1000n]) {
    const documentId = await renewed(id)
    assert.equal((await linesOf(documentId))[0]?.unitPrice, expected)
    await payInFull(app, documentId)
  }
  assert.equal((await staff.get(`/api/v1/admin/services/${id}`)).body.discount, null)
})

test('a lapse longer than the coupon: two periods at 9.00, one at 10.00, one renewal', async () => {
  const { id } = await active({
    expiresAt: at('2025-01-05T08:00:00Z'),
    anchorDay: 5,
    discount: tenPercent(2),
  })
  const documentId = await renewed(id)
  const lines = await linesOf(documentId)
  assert.deepEqual(
    lines.map((line) => [line.kind, line.quantity, line.unitPrice]),
    [
      ['renewal', 2, 900n],
      ['renewal_part', 1, 1000n],
    ],
  )
  await payInFull(app, documentId)
  assert.equal((await readService(app, id)).renewalCount, 3)
})

test('a coupon of 100 % renews without a document', async () => {
  const { id } = await active({ discount: { ...tenPercent(null), basisPoints: 10_000 } })
  const page = await staff.get(`/api/v1/admin/services/${id}`)
  assert.equal(page.body.recurringTotal.amount, '0')
  assert.equal(await renewed(id), null)
  assert.equal((await readService(app, id)).expiresAt, at('2025-04-20T07:00:00Z'))
})
