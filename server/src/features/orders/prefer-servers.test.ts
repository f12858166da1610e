import assert from 'node:assert/strict'
import { test } from 'node:test'
import sandbox from '@berth/module-sandbox'
import { type DeliveryModule, fail, ok, type Result, type ServiceInput } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { services } from '../services/tables.ts'

let pick: (ids: string[]) => Result<string> = () => fail('transient', 'busy')
const asked: ServiceInput[] = []
/** The sandbox, choosing its servers itself. */
const picky: DeliveryModule = {
  ...(sandbox as unknown as DeliveryModule),
  pickServer: async (_ctx, candidates, service) => {
    asked.push(service)
    return pick(candidates.map(({ server }) => server.id))
  },
}
const app = await startTestApp({ modules: [picky] })

test('a module that picks its servers is obeyed while there is room, and done without otherwise', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { server: small, provider } = await makeServer(app.ctx, { placeLimit: 1 })
  const { groupId } = small
  const { server: big } = await makeServer(app.ctx, { provider, groupId, placeLimit: 50 })
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: groupId,
    moduleSettings: { memoryMb: 2048 },
  })
  const order = async (quantity: number) => {
    const items = [{ productId: product.id, cycle: 'monthly', quantity }]
    const placed = await client.post('/api/v1/client/orders', { items })
    assert.equal(placed.status, 201)
    const rows = await app.ctx.db
      .select({ serverId: services.serverId })
      .from(services)
      .where(eq(services.orderId, placed.body.orderId))
      .orderBy(services.number)
    return rows.map((row) => row.serverId)
  }
  assert.deepEqual(await order(1), [big.id])
  pick = () => {
    throw new Error('a bug')
  }
  assert.deepEqual(await order(1), [big.id])
  pick = () => ok('not a server of this group')
  assert.deepEqual(await order(1), [big.id])
  pick = (ids) => ok(ids.find((id) => id === small.id) ?? '')
  assert.deepEqual(await order(2), [small.id, big.id])
  const [input] = asked
  assert.equal(input?.customer.id, customer.id)
  assert.deepEqual(input?.product, { memoryMb: 2048, diskGb: 20, cpuCores: 1 })
  assert.deepEqual(input?.orderData, { hostname: '', region: 'paris' })
})
