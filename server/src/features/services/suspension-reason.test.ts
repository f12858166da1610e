import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'
import { operationSubjects } from './operation-subjects.ts'

const app = await startTestApp()
const staff = await app.staff()

const reasonOf = async (id: string) =>
  (await operationSubjects.read(app.ctx, app.ctx.db, id))?.input.suspensionReason

test('modules are told why a service is suspended, in words for the customer', async () => {
  const { customer } = await makeCustomer(app, { language: 'fr' })
  const { id } = await makeService(app, { customerId: customer.id, type: 'none' })
  const url = `/api/v1/admin/services/${id}`
  await staff.post(`${url}/deliver`, {})
  assert.equal(await reasonOf(id), undefined)
  const plain = { cause: 'abuse', note: 'between us', notify: false }
  await staff.post(`${url}/suspend`, plain)
  assert.equal(await reasonOf(id), 'abus')
  const told = { cause: 'dispute', message: 'Appelez-nous.', note: '', notify: false }
  await staff.post(`${url}/suspend`, told)
  assert.equal(await reasonOf(id), 'Appelez-nous.')
})
