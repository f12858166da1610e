import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../../test/app.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeService, readService } from '../../../../test/factories/service.ts'
import { DAY, HOUR } from '../../../domain/instant.ts'

const app = await startTestApp()
const owner = await app.staff()
const { customer } = await makeCustomer(app)
const PATH = `/api/v1/admin/customers/${customer.id}`

test('a customer on hold keeps every service, until the date or the release', async () => {
  const start = app.clock.now()
  const made = [start + HOUR, start + 2 * DAY].map((expiresAt) =>
    makeService(app, {
      ...{ customerId: customer.id, status: 'active', expiresAt, anchorDay: 1 },
      policy: { minNoticeDays: 0 },
    }),
  )
  const [first, second] = (await Promise.all(made)).map(({ id }) => id)
  const until = new Date(start + 3 * DAY).toISOString()
  const past = await owner.post(`${PATH}/hold`, { until: new Date(start - DAY).toISOString() })
  assert.equal(past.body.code, 'date_in_past')
  assert.equal((await owner.post(`${PATH}/hold`, { until, reason: 'a dispute' })).status, 200)
  assert.deepEqual((await owner.get(PATH)).body.hold, { until, reason: 'a dispute' })
  const page = await owner.get(`/api/v1/admin/services/${first}`)
  assert.deepEqual(page.body.customerHold, { until, reason: 'a dispute' })
  await app.travelTo(start + 2.5 * DAY)
  assert.equal((await readService(app, first ?? '')).status, 'active')
  await app.travelTo(start + 4 * DAY)
  assert.equal((await readService(app, first ?? '')).status, 'suspended')
  // Held once more, what is suspended for money runs again; released, it does not.
  await owner.post(`${PATH}/hold`, { until: null })
  await app.settle()
  assert.equal((await readService(app, first ?? '')).status, 'active')
  assert.equal((await owner.post(`${PATH}/release`)).status, 200)
  await app.travelTo(start + 7 * DAY)
  assert.equal((await readService(app, second ?? '')).status, 'suspended')
  assert.equal((await owner.get(PATH)).body.hold, null)
  assert.equal((await owner.post(`${PATH}/release`)).body.code, 'customer_not_held')
})
