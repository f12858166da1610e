import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { services } from '../tables.ts'
import { followChanges } from './follow-changes.ts'

const app = await startTestApp()
const owner = await app.staff()

const wordsOf = async (id: string) =>
  (await app.ctx.db.select().from(services).where(eq(services.id, id)))[0]?.search ?? ''

test('services are found by the new name and address of their customer', async () => {
  const { customer } = await makeCustomer(app, { name: 'Before Wedding' })
  const service = await makeService(app, { customerId: customer.id })
  assert.ok((await wordsOf(service.id)).includes('before wedding'))
  await owner.patch(`/api/v1/admin/customers/${customer.id}`, { name: 'After Wedding' })
  await owner.post(`/api/v1/admin/customers/${customer.id}/users`, {
    name: 'Colleague',
    email: 'colleague@wedding.example',
  })
  await app.ctx.jobs.drain(nothingButOurs())
  const words = await wordsOf(service.id)
  assert.ok(words.includes('after wedding') && words.includes('colleague@wedding.example'), words)
})

test('other delays of a customer wake its living services', async () => {
  const { customer } = await makeCustomer(app)
  const service = await makeService(app, { customerId: customer.id })
  await app.ctx.db.execute(`update service_schedule set next_at = 'infinity', blocked_on = null`)
  const policy = { suspendAfterDays: 30 }
  const answer = await owner.patch(`/api/v1/admin/customers/${customer.id}`, { policy })
  assert.deepEqual(answer.body.policy, policy)
  await app.ctx.jobs.drain(nothingButOurs())
  const { rows } = await app.ctx.db.execute(
    `select next_at <= now() as due from service_schedule where service_id = '${service.id}'`,
  )
  assert.equal(rows[0]?.due, true)
})

/** The jobs under test; whatever else waits is of no interest here. */
function nothingButOurs() {
  const ours = followChanges(app.ctx)
  return new Proxy(ours, { get: (all, name) => all[String(name)] ?? (async () => {}) })
}
