import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCoupon } from '../../../test/factories/coupon.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { newId } from '../../platform/ids.ts'
import { history } from '../history/tables.ts'

const COUPONS = '/api/v1/admin/coupons'
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const app = await startTestApp()
const percent = { code: 'SUMMER', kind: 'percent', basisPoints: 1250, renewals: 3 }

test('staff make a coupon, change it, archive it and bring it back; the history says so', async () => {
  const staff = await app.staff()
  const made = await staff.post(COUPONS, percent)
  assert.equal(made.status, 201)
  assert.deepEqual(
    [made.body.useCount, made.body.renewals, made.body.maxUses, made.body.archivedAt],
    [0, 3, null, null],
  )
  const url = `${COUPONS}/${made.body.id}`
  const changed = await staff.patch(url, { maxUses: 5, notes: 'flyer' })
  assert.deepEqual([changed.body.maxUses, changed.body.basisPoints], [5, 1250])
  assert.notEqual((await staff.patch(url, { archived: true })).body.archivedAt, null)
  const codes = async (query: string) =>
    (await staff.get(`${COUPONS}?${query}`)).body.items.map(({ code }: { code: string }) => code)
  assert.deepEqual(await codes('q=summer'), [])
  assert.deepEqual(await codes('q=flyer&archived=true'), ['SUMMER'])
  await staff.patch(url, { archived: false })
  assert.deepEqual(await codes('q=summer'), ['SUMMER'])
  const entries = await app.ctx.db
    .select({ kind: history.kind })
    .from(history)
    .where(eq(history.subjectId, made.body.id))
  assert.equal(entries.length, 4)
})

const bad: [string, Record<string, unknown>, string, string][] = [
  ['nothing taken off', { basisPoints: 0 }, '/basisPoints', 'percentage_needed'],
  ['more than all', { basisPoints: 10_001 }, '/basisPoints', 'too_big'],
  ['a fixed one without an amount', { kind: 'fixed' }, '/amounts', 'amount_needed'],
  [
    'two amounts in one currency',
    { kind: 'fixed', amounts: [eur('1'), eur('2')] },
    '/amounts/1/currency',
    'currency_twice',
  ],
  [
    'a minimum in money that is not used',
    { minimums: [{ amount: '1', currency: 'JPY' }] },
    '/minimums/0/currency',
    'currency_not_used',
  ],
  [
    'an end before the start',
    { validFromAt: '2025-04-01T00:00:00Z', validUntilAt: '2025-03-01T00:00:00Z' },
    '/validUntilAt',
    'ends_before_it_starts',
  ],
  [
    'a product that is not there',
    { productIds: [newId()] },
    '/productIds/0',
    'coupon_product_unknown',
  ],
  ['a code with a space', { code: 'TWO WORDS' }, '/code', 'invalid_format'],
  ['a negative limit', { maxUses: -1 }, '/maxUses', 'too_small'],
]
for (const [what, fields, pointer, code] of bad) {
  test(`refuses ${what} at ${pointer}`, async () => {
    const staff = await app.staff()
    const answer = await staff.post(COUPONS, { ...percent, code: 'WRONG', ...fields })
    assert.equal(answer.status, 422)
    const error = answer.body.errors.find((one: { pointer: string }) => one.pointer === pointer)
    assert.equal(error?.code, code)
  })
}

test('one code is one coupon, whatever its case', async () => {
  const staff = await app.staff()
  const { code } = await makeCoupon(app.ctx)
  const again = await staff.post(COUPONS, { ...percent, code: code.toLowerCase() })
  assert.equal(again.status, 422)
  assert.equal(again.body.errors[0].pointer, '/code')
})

test('its page shows the orders that it was used for', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  const { id, code } = await makeCoupon(app.ctx)
  const order = await makeOrder(app, { productId: product.id, couponCode: code })
  const { body } = await staff.get(`${COUPONS}/${id}`)
  assert.equal(body.useCount, 1)
  assert.equal(body.uses[0].orderId, order.orderId)
  assert.deepEqual(body.uses[0].amount, eur('100'))
})

test('the list goes on page after page, the newest first', async () => {
  const staff = await app.staff()
  const notes = newId()
  for (let n = 0; n < 3; n++) await makeCoupon(app.ctx, { notes })
  const first = await staff.get(`${COUPONS}?q=${notes}&limit=2`)
  assert.deepEqual([first.body.items.length, first.body.total.count], [2, 3])
  const rest = await staff.get(`${COUPONS}?q=${notes}&limit=2&cursor=${first.body.nextCursor}`)
  assert.deepEqual([rest.body.items.length, rest.body.nextCursor], [1, null])
})

test('support may not write coupons', async () => {
  const support = await app.staff('support')
  assert.equal((await support.get(COUPONS)).status, 200)
  assert.equal((await support.post(COUPONS, percent)).status, 403)
})
