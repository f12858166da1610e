import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()

test('an empty installation has an empty dashboard', async () => {
  const { status, body } = await staff.get('/api/v1/admin/dashboard')
  assert.equal(status, 200)
  assert.deepEqual(body.revenue, [])
  assert.equal(body.attention.failedOperations, 0)
})

test('revenue counts what is paid, recurring revenue what is active', async () => {
  const expiresAt = app.clock.now() + 86_400_000
  const { id } = await makeService(app, {
    status: 'active',
    expiresAt,
    anchorDay: 11,
    price: 1200n,
    cycle: 'annually',
  })
  await makeService(app, { status: 'active', expiresAt, anchorDay: 11 })
  const { body: renewal } = await staff.post(`/api/v1/admin/services/${id}/renew`)
  await payInFull(app, renewal.documentId)
  const { body } = await staff.get('/api/v1/admin/dashboard')
  assert.deepEqual(body.revenue, [{ month: '2025-03', net: { amount: '1200', currency: 'EUR' } }])
  assert.deepEqual(body.monthlyRecurring, [{ amount: '1100', currency: 'EUR' }])
  assert.equal(body.servicesByStatus.active, 2)
  assert.equal(body.expiringSoon.length, 1)
})
