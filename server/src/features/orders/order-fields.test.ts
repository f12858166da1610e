import assert from 'node:assert/strict'
import { test } from 'node:test'
import sandbox from '@berth/module-sandbox'
import { type DeliveryModule, fail, type OrderField, ok, type Result } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { operationSubjects } from '../services/operation-subjects.ts'
import { services } from '../services/tables.ts'

const label = { en: 'World', fr: 'Monde' }
const MAP: OrderField = {
  type: 'choice',
  name: 'MAP',
  label,
  default: 'plain',
  options: [
    { value: 'plain', label },
    { value: 'hills', label },
  ],
}
const TOKEN: OrderField = { type: 'text', name: 'TOKEN', label, required: true, secret: true }

let answer: () => Promise<Result<readonly OrderField[]>> = async () => ok([MAP, TOKEN])
/** The sandbox, with a product whose form only the server knows. */
const asking: DeliveryModule = {
  ...(sandbox as unknown as DeliveryModule),
  orderFields: () => answer(),
}
const app = await startTestApp({ modules: [asking] })
const staff = await app.staff()
const { client } = await makeLoggedInCustomer(app)
const { server } = await makeServer(app.ctx, { placeLimit: 50 })

async function product() {
  const { product: made } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    moduleSettings: { memoryMb: 2048 },
  })
  return `/api/v1/admin/products/${made.id}`
}

const order = (url: string, orderData: object) =>
  client.post('/api/v1/client/orders', {
    items: [{ productId: url.split('/').at(-1), cycle: 'monthly', orderData }],
  })

test('a saved product is asked about, and its order form has the server’s fields', async () => {
  const url = await product()
  await app.settle()
  const { body } = await staff.get(url)
  assert.deepEqual(
    body.orderFields.map(({ name }: { name: string }) => name),
    ['MAP', 'TOKEN'],
  )
  assert.equal(body.orderFieldsProblem, null)
  assert.ok(body.orderForm.properties.MAP && body.orderForm.properties.hostname)
  const shop = await client.get(`/api/v1/shop/products/${body.id}`)
  assert.deepEqual(shop.body.orderForm.properties.MAP.enum, ['plain', 'hills'])
})

test('an order is checked by them, and the module is handed what was chosen, secrets sealed', async () => {
  const url = await product()
  await staff.post(`${url}/order-form`)
  const wrong = await order(url, { MAP: 'sea' })
  assert.equal(wrong.status, 422)
  assert.deepEqual(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
    '/items/0/orderData/MAP',
    '/items/0/orderData/TOKEN',
  ])
  const placed = await order(url, { TOKEN: 'very-secret' })
  assert.equal(placed.status, 201)
  const [row] = await app.ctx.db
    .select()
    .from(services)
    .where(eq(services.orderId, placed.body.orderId))
  assert.ok(row)
  assert.equal(JSON.stringify([row.orderData, row.orderSecrets]).includes('very-secret'), false)
  const delivered = await operationSubjects.read(app.ctx, app.ctx.db, row.id)
  const { MAP: map, TOKEN: token } = delivered?.input.orderData ?? {}
  assert.deepEqual([map, token], ['plain', 'very-secret'])
  assert.deepEqual(delivered?.secretFields, ['TOKEN'])
})

test('what cannot be read says why and leaves the form as it was', async () => {
  const url = await product()
  await staff.post(`${url}/order-form`)
  const problems: (() => Promise<Result<readonly OrderField[]>>)[] = [
    async () => fail('not_found', 'Egg 7 is gone'),
    async () => Promise.reject(new Error('a bug')),
    async () => ok([{ name: 'no name' }] as unknown as OrderField[]),
  ]
  for (const [index, problem] of problems.entries()) {
    answer = problem
    const { body } = await staff.post(`${url}/order-form`)
    assert.match(body.orderFieldsProblem, [/Egg 7 is gone/, /a bug/, /./][index] ?? /never/)
    assert.equal(body.orderFields.length, 2)
  }
  answer = async () => ok([])
  const { body } = await staff.post(`${url}/order-form`)
  assert.deepEqual([body.orderFields, body.orderFieldsProblem], [[], null])
})

test('the entry names the fields that came and went, and reading the same again leaves none', async () => {
  answer = async () => ok([MAP])
  const url = await product()
  await staff.post(`${url}/order-form`)
  await staff.post(`${url}/order-form`)
  const id = url.split('/').at(-1)
  const history = await staff.get(`/api/v1/admin/history?subject=product&subjectId=${id}`)
  const entries = history.body.items.filter(
    ({ kind }: { kind: string }) => kind === 'product.order_form_read',
  )
  assert.deepEqual(
    entries.map(({ after }: { after: unknown }) => after),
    [{ fields: ['MAP'] }],
  )
})
