import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { customLine, makeDocument, readDocument } from '../../../test/factories/document.ts'
import { payDocument } from '../../../test/factories/payment.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { recordLines } from '../../../test/record-lines.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { addLines } from '../documents/add-lines.ts'
import { services } from '../services/tables.ts'

const app = await startTestApp()
const { ctx } = app
const seen = recordLines(ctx, 'custom')

test('documents that share services are paid in parallel without waiting for each other for ever', async () => {
  const { customer } = await makeCustomer(app)
  const own = []
  for (let i = 0; i < 4; i++) own.push(await makeService(app, { customerId: customer.id }))
  const line = (id: string) => customLine({ serviceId: id })
  const forwards = own.map(({ id }) => line(id))
  const made = []
  for (let i = 0; i < 6; i++) {
    const lines = i % 2 ? forwards : forwards.toReversed()
    made.push(await makeDocument(ctx, { customerId: customer.id, lines }))
  }
  await Promise.all(made.map(({ id }) => payDocument(ctx, id, 4800n)))
  for (const { id } of made) assert.notEqual((await readDocument(ctx, id)).paidAt, null)
  assert.equal(seen.length, 24)
})

test('a line of another service added while a payment begins is either paid for or asked for', async () => {
  const { customer } = await makeCustomer(app)
  const [first, second] = [
    await makeService(app, { customerId: customer.id }),
    await makeService(app, { customerId: customer.id }),
  ]
  const own = { customerId: customer.id, lines: [customLine({ serviceId: second.id })] }
  const { id } = await makeDocument(ctx, own)
  const add = inTransaction(ctx, (tx) =>
    addLines(tx, systemEnv(ctx), id, [customLine({ serviceId: first.id })]),
  )
  const [added, paid] = await Promise.allSettled([add, payDocument(ctx, id, 1200n)])
  assert.equal(paid.status, 'fulfilled')
  const document = await readDocument(ctx, id)
  if (added.status === 'fulfilled')
    assert.deepEqual([document.gross, document.paid, document.state], [2400n, 1200n, 'open'])
  else assert.deepEqual([document.gross, document.paid, document.state], [1200n, 1200n, 'issued'])
})

test('a chargeback turns the auto-pay of its services off', async () => {
  const service = await makeService(app)
  await ctx.db.update(services).set({ autoPay: true }).where(eq(services.id, service.id))
  const { id } = await makeDocument(ctx, {
    customerId: service.customerId,
    lines: [customLine({ serviceId: service.id })],
  })
  const { paymentId } = await payDocument(ctx, id, 1200n)
  const staff = await app.staff()
  const url = `/api/v1/admin/payments/${paymentId}/charge-back`
  const { effects } = (await staff.post(`${url}?dryRun=true`)).body
  assert.deepEqual(effects, ['Automatic payment is switched off for: Test service.'])
  await staff.post(url)
  const after = await readService(app, service.id)
  assert.deepEqual([after.autoPay, after.status], [false, service.status])
})
