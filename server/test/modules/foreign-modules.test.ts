import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../app.ts'
import { ask, readOperation } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { makeService, readService } from '../factories/service.ts'
import { addPackage, FITS, moduleCode, packageFolder } from './packages.ts'

/** Delivers in memory, which is enough for one process. */
const WORKING = `
  find: async (_ctx, _server, key) => ok(made.has(key) ? [observed(key)] : []),
  create: async (ctx) => { made.add(ctx.key); return ok(resource(ctx.key)) },
`
const MEMORY = `
  const made = new Set()
  const resource = (key) => ({ remoteId: 'thing-' + key, data: {}, secrets: {}, connection: [] })
  const observed = (key) => ({
    remoteId: 'thing-' + key, key, name: null, owner: null, plan: null, state: 'running',
    usage: [], createdAt: null, resource: resource(key),
  })
`
const working = moduleCode('working', WORKING).replace('const none', `${MEMORY} const none`)

/** What a foreign module may do instead of its work. */
const BROKEN = {
  throwing: 'create: async () => { throw new Error("a bug") },',
  hanging: 'timeLimitMs: 100, create: () => new Promise(() => {}),',
  nonsense: 'create: async () => ({ ok: true, value: { remoteId: 5 } }),',
  silent: 'create: async () => undefined,',
}

const folder = packageFolder()
addPackage(folder, 'working', FITS, working)
for (const [name, changes] of Object.entries(BROKEN)) {
  addPackage(folder, name, FITS, moduleCode(name, changes))
}
const app = await startTestApp({
  config: { dataDir: folder, modules: ['working', ...Object.keys(BROKEN)] },
})

async function ordered(type: string) {
  const { server } = await makeServer(app.ctx, { type, settings: {} })
  const { id } = await makeService(app, { type, serverId: server.id, placeHeld: true })
  const operationId = await ask(app, {
    serviceId: id,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  return { id, operationId }
}

test('modules that throw, hang or answer nonsense harm no other', async () => {
  const broken = await Promise.all(Object.keys(BROKEN).map(ordered))
  const { id } = await ordered('working')
  await app.settle()
  assert.equal((await readService(app, id)).status, 'active')
  for (const { id, operationId } of broken) {
    assert.equal((await readService(app, id)).status, 'pending')
    const { state, errorMessage } = await readOperation(app, operationId)
    assert.notEqual(state, 'succeeded')
    assert.notEqual(errorMessage ?? '', '')
  }
})
