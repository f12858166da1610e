import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()

/** A running service of a customer who can log in. */
async function running() {
  const { customer, client } = await makeLoggedInCustomer(app)
  const { id } = await makeService(app, {
    customerId: customer.id,
    status: 'active',
    expiresAt: Date.parse('2025-03-20T08:00:00Z'),
    anchorDay: 20,
  })
  const mails = async () => {
    await app.settle()
    const { body } = await staff.get(`/api/v1/admin/mails?customerId=${customer.id}`)
    return body.items.map((mail: { template: string }) => mail.template)
  }
  return { id, client, mails }
}

test('staff may cancel without a mail', async () => {
  const { id, mails } = await running()
  const url = `/api/v1/admin/services/${id}/cancel`
  const asked = await staff.post(url, { when: 'end_of_period', notify: false })
  assert.equal(asked.status, 200)
  assert.ok(!(await mails()).includes('cancellation_requested'))
})

test('a customer who cancels is told and cannot choose otherwise', async () => {
  const { id, client, mails } = await running()
  const [reason] = (await client.get('/api/v1/client/cancellation-reasons')).body.items
  const url = `/api/v1/client/services/${id}/cancel`
  const wish = { when: 'end_of_period', reasonId: reason.id }
  for (const forStaff of [{ notify: false }, { paid: 'refund' }])
    assert.equal((await client.post(url, { ...wish, ...forStaff })).status, 422)
  assert.equal((await client.post(url, wish)).status, 200)
  assert.ok((await mails()).includes('cancellation_requested'))
})
