import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp, type TestClient } from '../../../../test/app.ts'
import { changeColumns } from '../../../../test/factories/columns.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { makeService, readService } from '../../../../test/factories/service.ts'
import { sandboxObjects } from '../sandbox/objects.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const URL_OF_METHODS = '/api/v1/client/payment-methods'
const E = Date.parse('2025-04-10T12:00:00Z')

const submit = (path: string, payload: string) =>
  app.http.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload,
  })

async function storeCard(client: TestClient, card = 'succeed', serviceId: string | null = null) {
  const started = await client.post(URL_OF_METHODS, { gateway: 'sandbox', serviceId })
  assert.equal(started.status, 201)
  const path = new URL(started.body.redirectUrl).pathname
  const shown = await app.anonymous.get(path)
  assert.equal(shown.status, 200)
  assert.match(shown.body, /4242/)
  const sent = await submit(path, `card=${card}`)
  assert.equal(sent.statusCode, 303)
  return sent.headers.location
}

const methodsOf = async (client: TestClient) => (await client.get(URL_OF_METHODS)).body.items

async function activeService(customerId: string, more: object = {}) {
  const service = await makeService(app, { customerId })
  await changeColumns(ctx, service.id, { status: 'active', expiresAt: E, anchorDay: 10, ...more })
  return service
}

test('a customer stores cards on the gateway’s page; the first one is the default', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  assert.equal(await storeCard(client), '/client/payment-methods')
  await storeCard(client, 'refuse')
  const methods = await methodsOf(client)
  assert.deepEqual(
    methods.map(({ label, isDefault }: { label: string; isDefault: boolean }) => [
      label,
      isDefault,
    ]),
    [
      ['Visa •••• 4242', true],
      ['Visa •••• 9995', false],
    ],
  )
  const changed = await client.put(`${URL_OF_METHODS}/${methods[1].id}/default`)
  assert.deepEqual(changed.body.items[0].label, 'Visa •••• 9995')
  const seen = await staff.get(`/api/v1/admin/customers/${customer.id}/payment-methods`)
  assert.equal(seen.body.items.length, 2)
  assert.doesNotMatch(JSON.stringify(seen.body), /pm_/)
})

test('a method kept with a payment is stored with it', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(ctx, { customerId: customer.id })
  const body = { gateway: 'sandbox', keepMethod: true }
  const started = await client.post(`/api/v1/client/documents/${id}/pay`, body)
  await submit(new URL(started.body.redirectUrl).pathname, 'choice=pay')
  assert.equal((await client.get(`/api/v1/client/documents/${id}`)).body.status, 'paid')
  assert.equal((await methodsOf(client)).length, 1)
})

test('somebody else’s method is not there', async () => {
  const owner = await makeLoggedInCustomer(app)
  await storeCard(owner.client)
  const [method] = await methodsOf(owner.client)
  const other = await makeLoggedInCustomer(app)
  const service = await activeService(other.customer.id)
  assert.equal((await other.client.put(`${URL_OF_METHODS}/${method.id}/default`)).status, 404)
  assert.equal((await other.client.delete(`${URL_OF_METHODS}/${method.id}`)).status, 404)
  const foreign = { gateway: 'sandbox', serviceId: service.id }
  assert.equal((await owner.client.post(URL_OF_METHODS, foreign)).status, 404)
  const url = `/api/v1/client/services/${service.id}/set-auto-pay`
  const wished = await other.client.post(url, { methodId: method.id })
  assert.equal(wished.body.code, 'auto_pay_unknown_method')
})

test('a card stored for a service pays it from then on, and is not removed without a word', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const service = await activeService(customer.id)
  await storeCard(client, 'succeed', service.id)
  const [method] = await methodsOf(client)
  assert.equal((await readService(app, service.id)).autoPayMethodId, method.id)
  assert.deepEqual(
    method.usedBy.map(({ id }: { id: string }) => id),
    [service.id],
  )
  const url = `${URL_OF_METHODS}/${method.id}`
  assert.equal((await client.delete(url)).body.code, 'method_in_use')
  assert.equal((await client.delete(`${url}?stopAutoPay=true`)).status, 200)
  assert.equal((await readService(app, service.id)).autoPay, false)
  await app.settle()
  const cards = await sandboxObjects(ctx).list('method')
  assert.equal(cards.filter(({ forgotten }) => forgotten).length, 1)
})

test('auto-pay says why it cannot be switched on', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const service = await activeService(customer.id)
  const url = `/api/v1/client/services/${service.id}/set-auto-pay`
  const code = async (body: object = {}) => (await client.post(url, body)).body.code
  assert.equal(await code(), 'auto_pay_no_method')
  assert.equal((await client.post(url, { useCredit: true })).status, 200)
  await client.post(url.replace('set', 'stop'))
  await storeCard(client)
  const set = (columns: object) => changeColumns(ctx, service.id, columns)
  await set({ cancellationRequestedAt: ctx.clock.now() })
  assert.equal(await code(), 'auto_pay_cancelling')
  await set({ cancellationRequestedAt: null, expiresAt: ctx.clock.now() - 1000 })
  assert.equal(await code(), 'auto_pay_after_expiry')
  await set({ expiresAt: null, cycle: 'onetime' })
  assert.equal(await code(), 'auto_pay_not_recurring')
  await set({ expiresAt: E, cycle: 'monthly' })
  const { effects } = (await client.post(`${url}?dryRun=true`, { methodId: null })).body
  assert.match(effects[0], /the default payment method, Visa •••• 4242 at present/)
  const on = { autoPay: true, method: 'Visa •••• 4242' }
  assert.deepEqual((await client.post(url, { methodId: null })).body, on)
  const { items } = (await staff.get(`/api/v1/admin/services/${service.id}/history`)).body
  const entry = items.find(({ kind }: { kind: string }) => kind === 'service.auto_pay_on')
  assert.equal(entry.after.method, 'Visa •••• 4242')
  const foreign = await makeLoggedInCustomer(app)
  assert.equal((await foreign.client.post(url)).status, 404)
})

test('a method that is gone at the gateway ends what was paid with it, and staff are told', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const service = await activeService(customer.id)
  await storeCard(client, 'succeed', service.id)
  const { rows } = await ctx.db.$client.query(
    'select remote_id from payment_methods where customer_id = $1',
    [customer.id],
  )
  const notice = { type: 'method.closed', methodRemoteId: rows[0].remote_id, copies: 3 }
  const sent = await app.anonymous.post('/api/v1/sandbox/gateway/notices', notice)
  assert.deepEqual(sent.body.statuses, [200, 200, 200])
  assert.deepEqual(await methodsOf(client), [])
  assert.equal((await readService(app, service.id)).autoPay, false)
  await app.settle()
  const mails = await ctx.db.$client.query(
    `select count(*)::int as n from mails where template = 'auto_pay_closed' and customer_id = $1`,
    [customer.id],
  )
  assert.equal(mails.rows[0].n, 1)
})

test('staff remove a method of a customer, who is told what is paid by hand then', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const service = await activeService(customer.id)
  await storeCard(client, 'succeed', service.id)
  const [method] = await methodsOf(client)
  const url = `/api/v1/admin/customers/${customer.id}/payment-methods/${method.id}`
  const readOnly = await app.staff('read-only')
  assert.equal((await readOnly.delete(`${url}?stopAutoPay=true`)).status, 403)
  const other = await makeLoggedInCustomer(app)
  const foreign = url.replace(customer.id, other.customer.id)
  assert.equal((await staff.delete(`${foreign}?stopAutoPay=true`)).status, 404)
  assert.equal((await staff.delete(url)).body.code, 'method_in_use')
  assert.deepEqual((await staff.delete(`${url}?stopAutoPay=true`)).body, { items: [] })
  assert.equal((await readService(app, service.id)).autoPay, false)
  await app.settle()
  const { rows: mails } = await ctx.db.$client.query(
    `select text from mails where template = 'auto_pay_closed' and customer_id = $1`,
    [customer.id],
  )
  assert.equal(mails.length, 1)
  assert.match(mails[0].text, /We have removed the payment method for Test service/)
  const { rows: entries } = await ctx.db.$client.query(
    `select after->>'because' as because from history
     where customer_id = $1 and kind in ('payment_method.closed', 'service.auto_pay_stopped')
     order by kind`,
    [customer.id],
  )
  assert.deepEqual(
    entries.map(({ because }) => because),
    ['staff', 'removed_by_staff'],
  )
  const cards = await sandboxObjects(ctx).list('method')
  assert.equal(cards.filter(({ forgotten }) => forgotten).length, 2)
})
