import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formSchema } from '@berth/sdk'
import { createTestContext } from '@berth/sdk/testing'
import { noneModule } from '../src/index.ts'

const server = { id: 'none', name: 'None', settings: {} }
const service = {
  key: '0193a1b2-0000-7000-8000-000000000001',
  number: 1,
  name: 'Contrat d’assistance',
  customer: { id: 'c1', name: 'Zoé', email: 'zoe@example.test', language: 'fr' as const },
  product: {},
  orderData: {},
  options: [],
  resource: null,
  suspended: false,
}

test('needs no server and asks for nothing', () => {
  assert.equal(noneModule.needsServer, false)
  for (const form of [
    noneModule.serverSettings,
    noneModule.productSettings,
    noneModule.orderForm,
  ]) {
    assert.deepEqual(formSchema(form).properties, {})
  }
})

test('every move succeeds at once, and the service itself is the resource', async () => {
  const ctx = createTestContext({ key: service.key })
  const created = await noneModule.create(ctx, server, service)
  assert.ok(created.ok)
  assert.equal(created.value.remoteId, service.key)
  const delivered = { ...service, resource: created.value }
  for (const move of [noneModule.suspend, noneModule.unsuspend, noneModule.create]) {
    assert.deepEqual(await move(ctx, server, delivered), created)
  }
  assert.deepEqual(await noneModule.terminate(ctx, server, delivered), { ok: true, value: null })
  assert.deepEqual(await noneModule.find(ctx, server, service.key), { ok: true, value: [] })
})
