import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ServiceInput } from '@berth/sdk'
import { pterodactylModule } from '../src/index.ts'
import { addAllocation, addNode } from './stand-in/state.ts'
import { PRODUCT } from './targets.ts'
import { errorOf, KEY, onlyServer, serviceOf, taken, withPanel } from './with-panel.ts'

describe('where a server is put', () => {
  const placed = async (
    product: Partial<typeof PRODUCT>,
    options: ServiceInput['options'] = [],
  ) => {
    let node = 0
    let port = 0
    await withPanel(async ({ standIn, server, context }) => {
      const service = serviceOf({ product: { ...PRODUCT, ...product }, options })
      taken(await pterodactylModule.create(context(), server, service))
      const row = onlyServer(standIn)
      node = row.node
      port = standIn.state.allocations.get(row.allocation)?.port ?? 0
    })
    return { node, port }
  }

  test('a location, a fixed node and the ports of the product are kept to', async () => {
    assert.deepEqual(await placed({ location: '2', ports: '25570' }), { node: 2, port: 25_570 })
    assert.deepEqual(await placed({ node: '2', ports: '25580-25599' }), { node: 2, port: 25_580 })
  })

  test('options of the order choose another location or node', async () => {
    const option = (key: string, value: string) => [{ key, value }]
    assert.equal((await placed({ location: '1' }, option('location', '2'))).node, 2)
    assert.equal((await placed({ node: '1' }, option('node', '2'))).node, 2)
  })

  test('no node with room and no free port are a lack of capacity', () =>
    withPanel(async ({ standIn, server, context }) => {
      const attempt = async (product: Partial<typeof PRODUCT>) => {
        const service = serviceOf({ product: { ...PRODUCT, ...product } })
        return errorOf(await pterodactylModule.create(context(), server, service)).code
      }
      assert.equal(await attempt({ location: '2', memoryMb: 100_000 }), 'capacity')
      assert.equal(await attempt({ location: '2', ports: '1000-1010' }), 'capacity')
      assert.equal(await attempt({ node: '2', ports: '1000-1010' }), 'capacity')
      assert.equal(standIn.state.servers.size, 0)
    }))

  test('an allocation that somebody else took meanwhile gives way to the next', () =>
    withPanel(async ({ standIn, server, context }) => {
      const { state } = standIn
      addNode(state, { id: 3, location: 1, name: 'par-2', memory: 8192 })
      const free = [...state.allocations.values()].filter((one) => one.node === 3)
      for (const one of free) one.port += 20_000
      const wanted = addAllocation(state, 3, 25_565)
      const next = addAllocation(state, 3, 25_566)
      const ctx = context()
      const { fetch } = ctx
      // Between the look and the creation another server is put there.
      const racing = {
        ...ctx,
        fetch: async (...call: Parameters<typeof fetch>) => {
          if (call[1]?.method === 'POST' && String(call[0]).endsWith('/servers'))
            wanted.server ??= 9
          return fetch(...call)
        },
      }
      const service = serviceOf({ product: { ...PRODUCT, node: '3' } })
      taken(await pterodactylModule.create(racing, server, service))
      assert.equal(onlyServer(standIn).allocation, next.id)
    }))
})

describe('variables of the egg', () => {
  test('what is chosen, what options say and what the product fixes count in this order', () =>
    withPanel(async ({ standIn, server, context }) => {
      const orderData = { MINECRAFT_VERSION: '1.20', SERVER_JARFILE: 'mine.jar', BUILD_NUMBER: '1' }
      const options = [{ key: 'env_minecraft_version', value: '1.21' }]
      const service = serviceOf({ orderData, options })
      taken(await pterodactylModule.create(context(), server, service))
      assert.deepEqual(onlyServer(standIn).environment, {
        MINECRAFT_VERSION: '1.21',
        SERVER_JARFILE: 'mine.jar',
        BUILD_NUMBER: '77',
      })
    }))

  test('a plan change keeps what the customer changed on the panel', () =>
    withPanel(async ({ standIn, server, context }) => {
      const orderData = { SERVER_JARFILE: 'mine.jar' }
      const resource = taken(
        await pterodactylModule.create(context(), server, serviceOf({ orderData })),
      )
      onlyServer(standIn).environment.SERVER_JARFILE = 'changed.jar'
      const product = { ...PRODUCT, memoryMb: 4096, environment: 'BUILD_NUMBER=78' }
      const options = [{ key: 'memory_gb', value: 2 }]
      const service = serviceOf({ orderData, resource, product, options })
      taken((await pterodactylModule.changePlan?.(context(), server, service)) ?? assert.fail())
      const row = onlyServer(standIn)
      assert.equal(row.environment.SERVER_JARFILE, 'changed.jar')
      assert.equal(row.environment.BUILD_NUMBER, '78')
      assert.equal(row.limits.memory, 4096 + 2048)
      const [found] = taken(await pterodactylModule.find(context(), server, KEY))
      assert.equal(found?.plan, pterodactylModule.planOf?.(product, options))
    }))

  test('one that the panel refuses is named by its field', () =>
    withPanel(async ({ server, context }) => {
      const orderData = { SERVER_JARFILE: 'a-name-that-is-much-too-long.jar' }
      const refused = await pterodactylModule.create(context(), server, serviceOf({ orderData }))
      const error = errorOf(refused)
      assert.equal(error.code, 'rejected')
      assert.equal(error.pointer, '/orderData/SERVER_JARFILE')
      assert.match(error.message, /may not be greater than 20/)
    }))

  test('those that users may edit are asked in the order form, those that the product fixes are not', () =>
    withPanel(async ({ server, context }) => {
      const ask = async (product: typeof PRODUCT) => {
        const fields = await pterodactylModule.orderFields?.(context(), server, product)
        return taken(fields ?? assert.fail())
      }
      const names = (await ask(PRODUCT)).map((one) => one.name)
      assert.deepEqual(names, ['MINECRAFT_VERSION', 'SERVER_JARFILE'])
      const fixed = await ask({ ...PRODUCT, environment: 'SERVER_JARFILE=server.jar' })
      assert.deepEqual(
        fixed.map((one) => one.name),
        ['MINECRAFT_VERSION'],
      )
      const named = await ask({ ...PRODUCT, environment: '', orderVariables: 'BUILD_NUMBER' })
      assert.deepEqual(named, [
        {
          name: 'BUILD_NUMBER',
          label: { en: 'Build Number', fr: 'Build Number' },
          required: true,
          type: 'text',
          maxLength: 20,
          default: 'latest',
        },
      ])
    }))
})
