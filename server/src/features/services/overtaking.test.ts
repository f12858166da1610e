import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService, readService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const { server, provider } = await makeServer(app.ctx)
const { product } = await makeProduct(app.ctx, {
  type: 'sandbox',
  serverGroupId: server.groupId,
})

/** An active service on the provider, and what both sides say of it. */
async function running() {
  const { id } = await makeService(app, { type: 'sandbox', productId: product.id })
  const ask = (verb: string, body: object = {}) =>
    staff.post(`/api/v1/admin/services/${id}/${verb}`, body)
  await ask('deliver')
  await app.settle()
  const both = async () => {
    const { status, suspensions } = await readService(app, id)
    const there = [...provider.state.resources.values()].find(({ key }) => key === id)
    return { status, causes: suspensions.length, suspendedThere: there?.suspended }
  }
  return { ask, both }
}

test('a suspension overtakes a reactivation that has not begun', async () => {
  const { ask, both } = await running()
  await ask('suspend', { cause: 'abuse' })
  await app.settle()
  await ask('unsuspend')
  assert.notEqual((await ask('suspend', { cause: 'dispute' })).body.operationId, null)
  await app.settle()
  assert.deepEqual(await both(), { status: 'suspended', causes: 1, suspendedThere: true })
})

test('a reactivation overtakes a suspension that has not begun', async () => {
  const { ask, both } = await running()
  await ask('suspend', { cause: 'abuse' })
  await ask('unsuspend')
  await app.settle()
  assert.deepEqual(await both(), { status: 'active', causes: 0, suspendedThere: false })
})
