import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService, readService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer, user } = await makeCustomer(app)
const client = await app.as({ realm: 'customer', id: user.id })
const { server } = await makeServer(app.ctx)
const { product } = await makeProduct(app.ctx, {
  type: 'sandbox',
  serverGroupId: server.groupId,
})
const { id } = await makeService(app, {
  customerId: customer.id,
  type: 'sandbox',
  productId: product.id,
  orderData: { hostname: 'box.example' },
})
const own = `/api/v1/client/services/${id}`
await staff.post(`/api/v1/admin/services/${id}/deliver`)
await app.settle()

test('a delivered service has a panel as data, without its secrets', async () => {
  assert.equal((await readService(app, id)).status, 'active')
  const { body } = await client.get(`${own}/panel`)
  assert.ok(body.panel.overview.statCards.length > 0)
  const secrets = (await readService(app, id)).resource?.secrets ?? {}
  assert.ok(Object.keys(secrets).length > 0)
  assert.doesNotMatch(JSON.stringify(body), /password":"/)
})

test('a power action becomes an operation and is done once', async () => {
  const answer = await client.post(`${own}/panel/actions/stop`)
  assert.equal(answer.status, 202)
  assert.equal((await client.post(`${own}/panel/actions/stop`)).body.code, 'operation_open')
  await app.settle()
  const operation = await staff.get(`/api/v1/admin/operations/${answer.body.operationId}`)
  assert.equal(operation.body.state, 'succeeded')
})

test('what the panel does not offer does not exist', async () => {
  assert.equal((await client.post(`${own}/panel/actions/selfdestruct`)).status, 404)
})

test('a link is answered at once and written to the history', async () => {
  await client.post(`${own}/panel/actions/start`)
  await app.settle()
  const answer = await client.post(`${own}/panel/actions/console`)
  assert.equal(answer.status, 200)
  assert.match(answer.body.link, /^http/)
})

test('a credential is revealed on request only, and the history says who looked', async () => {
  const { body } = await client.get(`${own}/panel`)
  const [credential] = body.panel.overview.credentials
  const revealed = await client.post(`${own}/panel/reveal`, { credential: credential.id })
  assert.equal(revealed.status, 200)
  assert.ok(revealed.body.value.length > 0)
  const entries = await staff.get(`/api/v1/admin/history?subject=service&subjectId=${id}`)
  const kinds = entries.body.items.map((entry: { kind: string }) => entry.kind)
  assert.ok(kinds.includes('service.secret_revealed'))
  assert.doesNotMatch(JSON.stringify(entries.body), new RegExp(revealed.body.value))
})

test('a customer does not operate a suspended service', async () => {
  await staff.post(`/api/v1/admin/services/${id}/suspend`, { cause: 'abuse' })
  await app.settle()
  const answer = await client.post(`${own}/panel/actions/start`)
  assert.equal(answer.status, 409)
})
