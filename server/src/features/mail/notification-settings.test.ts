import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { setSection } from '../../../test/factories/document.ts'
import { makeService } from '../../../test/factories/service.ts'
import { switchable } from './catalogue/index.ts'
import { notificationSettings } from './notification-settings.ts'
import { mails } from './tables.ts'

test('there is a switch for each mail that may be switched off, and for no other', () => {
  assert.deepEqual(Object.keys(notificationSettings.schema.shape).sort(), [...switchable].sort())
})

test('what is switched off is not written, the rest is', async () => {
  const app = await startTestApp()
  const { customer, client } = await makeLoggedInCustomer(app)
  await setSection(app.ctx, notificationSettings, { cancellation_undone: false })
  const { id } = await makeService(app, {
    customerId: customer.id,
    status: 'active',
    expiresAt: Date.parse('2025-04-10T12:00:00Z'),
    anchorDay: 10,
  })
  const [reason] = (await client.get('/api/v1/client/cancellation-reasons')).body.items
  const url = `/api/v1/client/services/${id}`
  await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId: reason.id })
  await app.settle()
  await client.post(`${url}/undo-cancellation`)
  await app.settle()
  const written = (await app.ctx.db.select().from(mails)).map(({ template }) => template)
  assert.ok(written.includes('cancellation_requested'))
  assert.ok(!written.includes('cancellation_undone'))
})
