import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeServer, startProvider } from '../../../test/factories/server.ts'
import { makeService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { history } from '../history/tables.ts'
import { moduleContext, operationContext } from './module-context.ts'
import { moduleServer } from './module-server.ts'
import { releasePlace, reservePlace } from './places.ts'
import { serverGate, servers } from './tables.ts'

const app = await startTestApp()
const SERVERS = '/api/v1/admin/servers'

async function rowOf(id: string) {
  const [row] = await app.ctx.db.select().from(servers).where(eq(servers.id, id))
  assert.ok(row)
  return row
}

test('staff add a server; its token is sealed, kept when left empty, and never answered', async () => {
  const staff = await app.staff()
  const settings = { url: 'http://127.0.0.1:1', token: 'the-first-token' }
  const made = await staff.post(SERVERS, { name: 'alpha', type: 'sandbox', settings })
  assert.equal(made.status, 201)
  assert.deepEqual(made.body.secrets, { token: { set: true } })
  assert.deepEqual(made.body.settings, {
    url: 'http://127.0.0.1:1',
    callLimitMs: 10_000,
    space: '',
  })
  const url = `${SERVERS}/${made.body.id}`
  const moved = await staff.patch(url, { settings: { url: 'http://127.0.0.1:2', token: '' } })
  assert.equal(moved.status, 200)
  const opened = moduleServer(app.ctx, await rowOf(made.body.id))
  assert.ok(opened.ok)
  assert.equal(opened.value.settings.token, 'the-first-token')
  assert.equal(opened.value.settings.url, 'http://127.0.0.1:2')
  await staff.patch(url, { settings: { ...settings, token: 'the-second-token' } })
  const changed = moduleServer(app.ctx, await rowOf(made.body.id))
  assert.equal(changed.ok && changed.value.settings.token, 'the-second-token')
  const entries = await app.ctx.db.select().from(history).where(eq(history.subjectId, made.body.id))
  const told = JSON.stringify([
    made.body,
    (await staff.get(url)).body,
    (await staff.get(SERVERS)).body,
    entries,
    await rowOf(made.body.id),
  ])
  assert.doesNotMatch(told, /the-(first|second)-token/)
})

test('a sealed token opens for its own server only; typed anew it works again', async () => {
  const staff = await app.staff()
  const { server } = await makeServer(app.ctx)
  const { server: other, provider } = await makeServer(app.ctx)
  const url = `${SERVERS}/${other.id}`
  await app.ctx.db.update(servers).set({ secrets: server.secrets }).where(eq(servers.id, other.id))
  const foreign = moduleServer(app.ctx, await rowOf(other.id))
  assert.equal(!foreign.ok && foreign.error.code, 'config')
  assert.equal((await staff.post(`${url}/test`)).body.health, 'unhealthy')
  const empty = await staff.patch(url, { settings: { url: provider.url } })
  assert.equal(empty.body.errors[0].pointer, '/settings/token')
  await staff.patch(url, { settings: { url: provider.url, token: provider.token } })
  assert.equal((await staff.post(`${url}/test`)).body.health, 'healthy')
})

const bad: [string, Record<string, unknown>, string][] = [
  ['an unknown type', { type: 'teleport' }, '/type'],
  ['a type without servers', { type: 'none' }, '/type'],
  ['an address that is none', { settings: { url: 'nonsense', token: 'abc' } }, '/settings/url'],
  ['a missing secret', { settings: { url: 'http://127.0.0.1' } }, '/settings/token'],
  ['an empty secret', { settings: { url: 'http://127.0.0.1', token: '' } }, '/settings/token'],
  ['an unknown group', { groupId: newId() }, '/groupId'],
  ['a negative limit', { placeLimit: -1 }, '/placeLimit'],
]
for (const [what, fields, pointer] of bad) {
  test(`refuses ${what} at ${pointer}`, async () => {
    const staff = await app.staff()
    const settings = { url: 'http://127.0.0.1:1', token: 'abcdef' }
    const body = { name: newId(), type: 'sandbox', settings, ...fields }
    const answer = await staff.post(SERVERS, body)
    assert.equal(answer.status, 422)
    assert.deepEqual(
      answer.body.errors.map((error: { pointer: string }) => error.pointer),
      [pointer],
    )
  })
}

test('the connection test keeps what it found', async () => {
  const staff = await app.staff('support')
  const { server, provider } = await makeServer(app.ctx)
  const well = await staff.post(`${SERVERS}/${server.id}/test`)
  assert.equal(well.body.health, 'healthy')
  assert.ok(well.body.checks.length >= 3)
  assert.equal((await rowOf(server.id)).health, 'healthy')
  await provider.close()
  const unwell = await staff.post(`${SERVERS}/${server.id}/test`)
  assert.equal(unwell.body.health, 'unhealthy')
  const row = await rowOf(server.id)
  assert.equal(row.health, 'unhealthy')
  assert.ok(row.healthMessage)
  assert.equal(row.checkedAt, app.clock.now())
  assert.equal((await staff.post(`${SERVERS}/${newId()}/test`)).status, 404)
})

test('a wrong token is unwell, and the token is not in the message', async () => {
  const staff = await app.staff()
  const provider = await startProvider(app.ctx)
  const settings = { url: provider.url, token: 'not-the-token' }
  const { server } = await makeServer(app.ctx, { provider, settings })
  const answer = await staff.post(`${SERVERS}/${server.id}/test`)
  assert.equal(answer.body.health, 'unhealthy')
  assert.doesNotMatch(JSON.stringify(answer.body), /not-the-token/)
})

test('a module’s choices come from the server', async () => {
  const staff = await app.staff()
  const { server } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, { type: 'sandbox', serverGroupId: server.groupId })
  const direct = await staff.get(`${SERVERS}/${server.id}/choices/regions`)
  assert.ok(direct.body.items.some((item: { value: string }) => item.value === 'paris'))
  const products = '/api/v1/admin/products'
  const list = await staff.get(`${products}/${product.id}/choices/regions`)
  assert.deepEqual(list.body, direct.body)
  assert.equal((await staff.get(`${SERVERS}/${server.id}/choices/nothing`)).status, 404)
  await staff.post(`${SERVERS}/${server.id}/pause`)
  assert.equal((await staff.get(`${products}/${product.id}/choices/regions`)).status, 503)
})

test('thirty reservations at once of seven places on two servers take seven', async () => {
  const { server: one, provider } = await makeServer(app.ctx, { placeLimit: 4 })
  const { server: two } = await makeServer(app.ctx, {
    provider,
    placeLimit: 3,
    groupId: one.groupId,
  })
  const wish = { serverGroupId: one.groupId, type: 'sandbox' }
  const taken = await Promise.all(
    Array.from({ length: 30 }, () => inTransaction(app.ctx, (tx) => reservePlace(tx, wish))),
  )
  assert.equal(taken.filter((id) => id === one.id).length, 4)
  assert.equal(taken.filter((id) => id === two.id).length, 3)
  await inTransaction(app.ctx, (tx) => releasePlace(tx, two.id))
  const again = await inTransaction(app.ctx, (tx) => reservePlace(tx, wish))
  assert.equal(again, two.id)
})

test('the server with the most free places is taken; unwell, suspended and closed ones are not', async () => {
  const { server: small, provider } = await makeServer(app.ctx, { placeLimit: 2 })
  const { groupId } = small
  const { server: big } = await makeServer(app.ctx, { provider, placeLimit: 9, groupId })
  const wish = { serverGroupId: groupId, type: 'sandbox' }
  const reserve = (preferredServerId?: string) =>
    inTransaction(app.ctx, (tx) => reservePlace(tx, { ...wish, preferredServerId }))
  assert.equal(await reserve(), big.id)
  assert.equal(await reserve(small.id), small.id)
  const staff = await app.staff()
  await staff.post(`${SERVERS}/${big.id}/pause`)
  assert.equal(await reserve(), small.id)
  assert.equal(await reserve(), null)
  await staff.post(`${SERVERS}/${big.id}/resume`)
  await staff.patch(`${SERVERS}/${big.id}`, { acceptsNew: false })
  assert.equal(await reserve(), null)
  await app.ctx.db
    .update(servers)
    .set({ acceptsNew: true, health: 'unhealthy' })
    .where(eq(servers.id, big.id))
  assert.equal(await reserve(), null)
})

test('suspending and resuming happen once each; deleting is refused while places are taken', async () => {
  const staff = await app.staff()
  const { server } = await makeServer(app.ctx)
  const url = `${SERVERS}/${server.id}`
  assert.equal((await staff.post(`${url}/resume`)).status, 409)
  assert.equal((await staff.post(`${url}/pause`, { reason: 'new disk' })).status, 200)
  assert.equal((await staff.post(`${url}/pause`)).status, 409)
  const group = `/api/v1/admin/server-groups/${server.groupId}`
  assert.equal((await staff.delete(group)).status, 409)
  await staff.post(`${url}/resume`)
  const wish = { serverGroupId: server.groupId, type: 'sandbox' }
  await inTransaction(app.ctx, (tx) => reservePlace(tx, wish))
  assert.equal((await staff.delete(url)).body.code, 'server_has_services')
  await inTransaction(app.ctx, (tx) => releasePlace(tx, server.id))
  assert.equal((await staff.delete(url)).status, 204)
  assert.equal((await staff.get(url)).status, 404)
  assert.equal((await staff.delete(group)).status, 204)
})

test('a server that ended services name stays', async () => {
  const staff = await app.staff()
  const { server } = await makeServer(app.ctx)
  await makeService(app, { type: 'sandbox', serverId: server.id, status: 'terminated' })
  const refused = await staff.delete(`${SERVERS}/${server.id}`)
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'server_has_services')
})

test('server groups have names of their own', async () => {
  const staff = await app.staff()
  const url = '/api/v1/admin/server-groups'
  const group = await staff.post(url, { name: 'Paris' })
  assert.equal(group.status, 201)
  assert.equal((await staff.post(url, { name: 'Paris' })).body.errors[0].pointer, '/name')
  assert.equal((await staff.patch(`${url}/${group.body.id}`, { name: 'Lyon' })).body.name, 'Lyon')
  const names = (await staff.get(url)).body.items.map((item: { name: string }) => item.name)
  assert.ok(names.includes('Lyon'))
})

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('what a module logs and fetches is written down without the secrets', async () => {
  const { server, provider } = await makeServer(app.ctx)
  const opened = moduleServer(app.ctx, server)
  assert.ok(opened.ok)
  const lines: string[] = []
  const call = operationContext(app.ctx, {
    type: 'sandbox',
    server: opened.value,
    signal: new AbortController().signal,
    secrets: ['order-secret'],
    log: (message, fields) => lines.push(JSON.stringify({ message, fields })),
    operationId: newId(),
    key: newId(),
    progress: () => undefined,
    reserve: async () => undefined,
    remember: async () => undefined,
    remembered: { remoteId: null, taskId: null },
  })
  call.log(`using ${provider.token}`, { deep: { list: [provider.token, 'order-secret'] } })
  const url = await listen((request, response) => response.end(request.headers.authorization))
  const answer = await call.fetch(`${url}/path?token=${provider.token}`, {
    headers: { authorization: 'Bearer x' },
  })
  assert.equal(await answer.text(), 'Bearer x')
  assert.equal(lines.length, 2)
  assert.doesNotMatch(lines.join(), new RegExp(`${provider.token}|order-secret`))
  assert.match(lines[1] ?? '', /"status":200/)
})

test('a call obeys its signal and its time limit', async () => {
  const { server } = await makeServer(app.ctx)
  const opened = moduleServer(app.ctx, server)
  assert.ok(opened.ok)
  const url = await listen(() => undefined)
  const abort = new AbortController()
  const about = { type: 'sandbox', server: opened.value, signal: abort.signal }
  const call = moduleContext(app.ctx, about)
  const waiting = [call.fetch(url), call.sleep(3_600_000)]
  abort.abort(new Error('given up'))
  for (const outcome of await Promise.allSettled(waiting)) {
    assert.equal(outcome.status === 'rejected' && outcome.reason.message, 'given up')
  }
  const limited = moduleContext(app.ctx, {
    ...about,
    signal: new AbortController().signal,
    requestLimitMs: 20,
  })
  await assert.rejects(limited.fetch(url), { name: 'TimeoutError' })
})

test('a server that fails again and again takes a new service only where no other can', async () => {
  const { server: failing, provider } = await makeServer(app.ctx, { placeLimit: 9 })
  const { groupId, type } = failing
  const { server: well } = await makeServer(app.ctx, { groupId, provider, placeLimit: 1 })
  await app.ctx.db
    .update(serverGate)
    .set({ failures: 5 })
    .where(eq(serverGate.serverId, failing.id))
  const wish = { serverGroupId: groupId, type }
  const reserve = () => inTransaction(app.ctx, (tx) => reservePlace(tx, wish))
  assert.deepEqual([await reserve(), await reserve()], [well.id, failing.id])
})
