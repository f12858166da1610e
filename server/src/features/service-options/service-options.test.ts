import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeOption, sampleOption } from '../../../test/factories/option.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { documentLines } from '../documents/tables.ts'
import { history } from '../history/tables.ts'
import { operations } from '../operations/tables.ts'
import type { NewService } from '../services/create.ts'

const app = await startTestApp()
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string, verb: string) => `/api/v1/admin/services/${id}/${verb}`
const page = async (id: string) => (await staff.get(`/api/v1/admin/services/${id}`)).body

/** An active service in the middle of its month: the 24th of February to the 24th of March, noon. */
const active = (over: Partial<NewService> = {}) =>
  makeService(app, {
    ...{ status: 'active', expiresAt: at('2025-03-24T12:00:00Z'), anchorDay: 24 },
    ...over,
  })

const linesOf = (documentId: string) =>
  app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, documentId))
    .orderBy(asc(documentLines.position))

test('staff add an option: it has the service’s expiry, is renewed with it, and is in the history', async () => {
  const { option } = await makeOption(app.ctx, { key: 'backup', kind: 'checkbox' })
  const { id } = await active()
  const added = await staff.post(url(id, 'add-option'), { optionId: option.id, value: true })
  assert.equal(added.status, 200)
  assert.equal(added.body.documentId, null)
  const { options, recurringTotal, expiresAt } = await page(id)
  assert.equal(options[0].expiresAt, expiresAt)
  assert.equal(options[0].id, added.body.id)
  assert.equal(recurringTotal.amount, '2000')
  const { body: renewal } = await staff.post(url(id, 'renew'))
  assert.equal((await linesOf(renewal.documentId)).length, 2)
  const kinds = await app.ctx.db
    .select({ kind: history.kind })
    .from(history)
    .where(eq(history.subjectId, id))
  assert.ok(kinds.some(({ kind }) => kind === 'service.option_added'))
})

test('the document is optional: the rest of the period, or all of it, with the set-up fee', async () => {
  const { option } = await makeOption(app.ctx, {
    ...{ key: 'disk', kind: 'quantity', min: 1, max: 10 },
    prices: { monthly: 280n },
    setupFee: 50n,
  })
  const sums: [string, bigint[]][] = [
    ['prorated', [280n, 100n]],
    ['full', [560n, 100n]],
  ]
  for (const [billing, amounts] of sums) {
    const { id } = await active()
    const wish = { optionId: option.id, value: 2, billing }
    const preview = await staff.post(`${url(id, 'add-option')}?dryRun=true`, wish)
    const total = billing === 'prorated' ? '€3.80' : '€6.60'
    assert.ok(preview.body.effects.some((effect: string) => effect.includes(total)))
    const { body } = await staff.post(url(id, 'add-option'), wish)
    assert.deepEqual(
      (await linesOf(body.documentId)).map((line) => line.unitPrice),
      amounts,
    )
  }
})

test('a module that can is asked to change the plan, and the server has it then', async () => {
  const { server, provider } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, {
    ...{ type: 'sandbox', serverGroupId: server.groupId, moduleSettings: { memoryMb: 1024 } },
  })
  const more = { key: 'memory_mb', kind: 'quantity', min: 0, max: 4096 } as const
  const { option } = await makeOption(app.ctx, { ...more, prices: { monthly: 1n } })
  const { serviceIds, documentId } = await makeOrder(app, { productId: product.id })
  await payInFull(app, documentId)
  await app.settle()
  const id = serviceIds[0] ?? ''
  const { body } = await staff.post(url(id, 'add-option'), { optionId: option.id, value: 1024 })
  const busy = await staff.post(url(id, 'remove-option'), { id: body.id })
  assert.equal(busy.body.code, 'operation_open')
  await app.settle()
  const [operation] = await app.ctx.db
    .select()
    .from(operations)
    .where(eq(operations.id, body.operationId))
  assert.deepEqual([operation?.kind, operation?.state], ['change_plan', 'succeeded'])
  const memory = () => [...provider.state.resources.values()][0]?.plan.memoryMb
  assert.equal(memory(), 2048)
  await staff.post(url(id, 'edit-option'), { id: body.id, value: 512 })
  await app.settle()
  assert.equal(memory(), 1536)
  assert.equal((await page(id)).options[0].price.amount, '512')
  await staff.post(url(id, 'remove-option'), { id: body.id })
  await app.settle()
  assert.equal(memory(), 1024)
})

test('a price is edited, and the open renewal is kept or remade as staff say', async () => {
  const option = sampleOption()
  const { id } = await active({ options: [option] })
  const { body: first } = await staff.post(url(id, 'renew'))
  const wish = { id: option.id, price: '700' }
  const asked = await staff.post(url(id, 'edit-option'), wish)
  assert.equal(asked.body.code, 'renewal_is_open')
  assert.equal(
    (await staff.post(url(id, 'edit-option'), { ...wish, openRenewal: 'keep' })).status,
    200,
  )
  const kept = await staff.post(url(id, 'renew'))
  assert.equal(kept.body.documentId, first.documentId)
  await staff.post(url(id, 'edit-option'), { id: option.id, price: '800', openRenewal: 'remake' })
  const { body: again } = await staff.post(url(id, 'renew'))
  assert.notEqual(again.documentId, first.documentId)
  assert.deepEqual(
    (await linesOf(again.documentId)).map((line) => line.unitPrice),
    [1000n, 800n],
  )
})

test('what cannot be is refused by its field', async () => {
  const slider = { key: 'memory_gb', kind: 'quantity', min: 10, max: 50 } as const
  const { option } = await makeOption(app.ctx, { ...slider, prices: { annually: 100n } })
  const { id } = await active()
  const add = (wish: object) => staff.post(url(id, 'add-option'), { optionId: option.id, ...wish })
  const errorOf = async (wish: object) => (await add(wish)).body.errors[0]
  assert.equal((await errorOf({ value: 20 })).pointer, '/price')
  assert.equal((await errorOf({ value: 5, price: '100' })).pointer, '/value')
  assert.equal((await errorOf({ value: 20, optionId: newId() })).pointer, '/optionId')
  const priced = await add({ value: 20, price: '100' })
  assert.equal(priced.status, 200)
  assert.equal((await readService(app, id)).options[0]?.price, '100')
  const strange = await staff.post(url(id, 'remove-option'), { id: newId() })
  assert.equal(strange.body.code, 'option_not_there')
})

test('customers add nothing; support without the right neither', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await active({ customerId: customer.id, options: [sampleOption()] })
  const path = `/api/v1/client/services/${id}/add-option`
  assert.equal((await client.post(path, {})).status, 404)
  const reader = await app.staff('read-only')
  const { option } = await makeOption(app.ctx)
  const refused = await reader.post(url(id, 'add-option'), { optionId: option.id, value: 'x' })
  assert.equal(refused.status, 403)
})

test('a cycle edited by staff takes the options along, or says which price is missing', async () => {
  const both = sampleOption({ prices: { monthly: '1000', annually: '9000' } })
  const { id } = await active({ options: [both] })
  const body = { cycle: 'annually', price: { amount: '5000', currency: 'EUR' } }
  assert.equal((await staff.patch(`/api/v1/admin/services/${id}`, body)).status, 200)
  assert.equal((await page(id)).recurringTotal.amount, '14000')
  const weekly = await staff.patch(`/api/v1/admin/services/${id}`, { ...body, cycle: 'weekly' })
  assert.equal(weekly.body.errors[0].pointer, '/cycle')
  assert.equal(weekly.body.errors[0].code, 'option_not_priced')
})

test('a discount is ended by staff, and only where there is one', async () => {
  const discount = {
    ...{ couponId: newId(), code: 'FIVE', kind: 'fixed' as const },
    ...{ basisPoints: 0, amount: '500', renewals: null },
  }
  const { id } = await active({ discount })
  assert.equal((await page(id)).recurringTotal.amount, '500')
  const body = { currency: 'CHF', price: { amount: '900', currency: 'CHF' } }
  const moved = await staff.patch(`/api/v1/admin/services/${id}`, body)
  assert.ok(moved.body.errors.some((one: { code: string }) => one.code === 'priced_in_currency'))
  assert.equal((await staff.post(url(id, 'remove-discount'), {})).body.recurringTotal, '1000')
  assert.equal((await page(id)).discount, null)
  assert.equal((await staff.post(url(id, 'remove-discount'), {})).body.code, 'no_discount')
})
