import assert from 'node:assert/strict'
import { test } from 'node:test'
import sandbox from '@berth/module-sandbox'
import { type DeliveryModule, field, formSchema, ok, type PanelAction } from '@berth/sdk'
import { z } from 'zod'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService } from '../../../test/factories/service.ts'

const label = { en: 'Image', fr: 'Image' }
const rebuild = z.strictObject({ image: z.string().meta(field({ label, choices: 'images' })) })
const action = (id: string, audience: PanelAction['audience']): PanelAction => ({
  ...{ id, label, kind: 'call', permission: 'services:operate', audience },
  form: formSchema(id === 'rebuild' ? rebuild : inspect),
})
const inspect = z.strictObject({ node: z.string().meta(field({ label, choices: 'nodes' })) })
/** The sandbox with actions whose forms ask the server what may be chosen. */
const asking: DeliveryModule = {
  ...(sandbox as unknown as DeliveryModule),
  actionForms: { rebuild, inspect },
  choices: {
    images: async () => ok([{ value: 'debian', label }]),
    nodes: async () => ok([{ value: 'node-1', label }]),
    regions: async () => ok([]),
  },
  panel: async () =>
    ok({
      overview: { statCards: [], facts: [], connection: [], credentials: [] },
      actions: [action('rebuild', ['staff', 'customer']), action('inspect', ['staff'])],
      tabs: [],
    }),
}
const app = await startTestApp({ modules: [asking] })
const staff = await app.staff()
const { customer, user } = await makeCustomer(app)
const client = await app.as({ realm: 'customer', id: user.id })
const { server } = await makeServer(app.ctx)
const { id } = await makeService(app, {
  ...{ customerId: customer.id, type: 'sandbox', serverId: server.id, placeHeld: true },
})
await staff.post(`/api/v1/admin/services/${id}/deliver`)
await app.settle()

const choices = (name: string) => `/services/${id}/panel/choices/${name}`

test('what a form of the panel lets choose is read from the server, for both areas', async () => {
  for (const [who, area] of [
    [staff, 'admin'],
    [client, 'client'],
  ] as const) {
    const { status, body } = await who.get(`/api/v1/${area}${choices('images')}`)
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual(
      body.items.map(({ value }: { value: unknown }) => value),
      ['debian'],
    )
  }
})

test('a list that no action asks the reader for does not exist', async () => {
  assert.equal((await staff.get(`/api/v1/admin${choices('nodes')}`)).status, 200)
  assert.equal((await client.get(`/api/v1/client${choices('nodes')}`)).status, 404)
  assert.equal((await client.get(`/api/v1/client${choices('regions')}`)).status, 404)
  assert.equal((await client.get(`/api/v1/client${choices('constructor')}`)).status, 404)
})

test('another customer’s service has no lists', async () => {
  const stranger = await makeCustomer(app)
  const other = await app.as({ realm: 'customer', id: stranger.user.id })
  assert.equal((await other.get(`/api/v1/client${choices('images')}`)).status, 404)
})
