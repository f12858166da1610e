import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import dockerModule from '@berth/module-docker'
import noneModule from '@berth/module-none'
import sandboxModule from '@berth/module-sandbox'
import type { Rule, SandboxProvider } from '@berth/module-sandbox/provider'
import type { DeliveryModule } from '@berth/sdk'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { importRow, readImport } from '../../../test/factories/import.ts'
import { serverOf } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { recordingModule } from '../../../test/recording-module.ts'
import { newId } from '../../platform/ids.ts'

const recording = recordingModule()
const { adopt: _, ...withoutAdopt } = recordingModule({ id: 'fixed' }).module
const app = await startTestApp({
  modules: [
    ...([sandboxModule, dockerModule, noneModule] as unknown as DeliveryModule[]),
    recording.module,
    withoutAdopt,
  ],
})
const staff = await app.staff()
const { customer } = await makeCustomer(app, { name: 'Ada Lovelace' })
const PLAN = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }

const resourcesOf = (serverId: string, query = '') =>
  staff.get(`/api/v1/admin/servers/${serverId}/resources${query}`)
type Item = { remoteId: string; availability: string; service: { number: number } | null }

/** Makes a resource behind everybody's back. */
function addForeign(provider: SandboxProvider, resource: Record<string, unknown>): void {
  const body = { plan: PLAN, ...resource }
  const { status } = provider.control({ method: 'POST', path: 'resources', body })
  assert.equal(status, 201)
}

const behave = (provider: SandboxProvider, ...rules: Rule[]) =>
  provider.control({ method: 'PATCH', path: 'behaviour', body: { rules } })

/** A sandbox server with so many resources that nobody made through Berth. */
async function sandboxWith(count: number) {
  const made = await makeServer(app.ctx)
  for (let n = 1; n <= count; n++) {
    const owner = n % 2 ? 'odd@owner.example' : 'even@owner.example'
    addForeign(made.provider, { name: `machine-${n}`, owner, suspended: n === 2 })
  }
  return made
}

const row = (serverId: string, remoteId: string, more: Record<string, unknown> = {}) =>
  importRow({ customerId: customer.id, type: 'sandbox', serverId, remoteId }, more)

describe('what exists on a server', () => {
  test('is listed with name, owner, plan and state, ready to be imported', async () => {
    const { server } = await sandboxWith(3)
    const { status, body } = await resourcesOf(server.id)
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(body.canImport, true)
    assert.equal(body.nextCursor, null)
    assert.deepEqual(
      body.items.map((one: Record<string, unknown>) => [
        one.suggestedName,
        one.owner,
        one.plan,
        one.state,
        one.availability,
      ]),
      [
        ['machine-1', 'odd@owner.example', 'small', 'running', 'free'],
        ['machine-2', 'even@owner.example', 'small', 'suspended', 'free'],
        ['machine-3', 'odd@owner.example', 'small', 'running', 'free'],
      ],
    )
  })

  test('comes in pages, each resource once', async () => {
    const { server } = await sandboxWith(130)
    const seen: string[] = []
    let cursor: string | null = ''
    for (let pages = 0; cursor !== null && pages < 20; pages++) {
      const { body } = await resourcesOf(server.id, cursor && `?cursor=${cursor}`)
      seen.push(...body.items.map(({ remoteId }: Item) => remoteId))
      cursor = body.nextCursor
    }
    assert.deepEqual([seen.length, new Set(seen).size, cursor], [130, 130, null])
  })

  test('is searched by id, name and owner, through all pages', async () => {
    const { server } = await sandboxWith(120)
    const found = async (q: string) => {
      const { body } = await resourcesOf(server.id, `?q=${encodeURIComponent(q)}`)
      return body.items.map((one: { suggestedName: string }) => one.suggestedName)
    }
    assert.deepEqual(await found('MACHINE-119'), ['machine-119'])
    assert.deepEqual(await found('sbx-77'), ['machine-77'])
    assert.ok((await found('even@owner')).every((name: string) => Number(name.slice(8)) % 2 === 0))
    assert.deepEqual(await found('nothing of that name'), [])
  })

  test('says which service it belongs to, and what another installation marked', async () => {
    const { server, provider } = await sandboxWith(3)
    addForeign(provider, { key: newId(), name: 'of-others' })
    const before = (await resourcesOf(server.id)).body.items as Item[]
    const [first, second] = before
    const sent = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, first?.remoteId ?? ''), row(server.id, second?.remoteId ?? '')],
    })
    assert.equal(sent.status, 202, JSON.stringify(sent.body))
    const waiting = (await resourcesOf(server.id)).body.items as Item[]
    assert.equal(waiting[0]?.availability, 'linked', 'from the moment it is asked for')
    await app.settle()
    const { rows } = await readImport(staff, sent.body.id)
    assert.deepEqual(
      rows.map(({ state, service }) => [state, service?.status]),
      [
        ['done', 'active'],
        ['done', 'suspended'],
      ],
    )
    const after = (await resourcesOf(server.id)).body.items as Item[]
    assert.deepEqual(
      after.map(({ availability, service }) => [availability, service?.number ?? null]),
      [
        ['linked', rows[0]?.service?.number],
        ['linked', rows[1]?.service?.number],
        ['free', null],
        ['foreign', null],
      ],
    )
    const stored = await readService(app, rows[0]?.service?.id ?? '')
    assert.match(stored.search, new RegExp(first?.remoteId ?? '?'))
  })

  test('is free again after an import that was refused, though the mark was left', async () => {
    const { server, provider } = await sandboxWith(1)
    const [only] = (await resourcesOf(server.id)).body.items as Item[]
    // The mark is set and the answer lost; then nobody can say what became of it.
    const fine = { kind: 'succeed' } as const
    behave(
      provider,
      { operation: 'adopt', effect: { kind: 'drop' }, times: 1 },
      { operation: 'find', effect: fine, times: 1 },
      {
        operation: 'find',
        effect: { kind: 'refuse', code: 'rejected', message: 'No' },
        times: null,
      },
    )
    const { body } = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, only?.remoteId ?? '')],
    })
    await app.settle()
    const [waiting] = (await readImport(staff, body.id)).rows
    const abandon = `/api/v1/admin/operations/${waiting?.operation?.id}/abandon`
    assert.equal((await staff.post(abandon)).status, 200)
    behave(provider)
    const [freed] = (await resourcesOf(server.id)).body.items as Item[]
    assert.equal(freed?.availability, 'free')
    const again = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, only?.remoteId ?? '')],
    })
    await app.settle()
    assert.equal((await readImport(staff, again.body.id)).rows[0]?.state, 'done')
  })

  test('is not told when the server refuses or hangs: 503 with its own words', async () => {
    const { server } = await makeServer(app.ctx, serverOf(recording.module.id))
    recording.next('list', {
      kind: 'refuse',
      code: 'auth',
      message: 'Token a-token-of-the-server is revoked',
    })
    const refused = await resourcesOf(server.id)
    assert.deepEqual([refused.status, refused.body.code], [503, 'resources_unavailable'])
    assert.match(refused.body.detail, /is revoked/)
    assert.doesNotMatch(refused.body.detail, /a-token-of-the-server/)
    recording.next('list', { kind: 'throw', message: 'socket hang up' })
    assert.match((await resourcesOf(server.id)).body.detail, /socket hang up/)
  })

  test('is 404 for a server that does not exist, 422 for a cursor of another list', async () => {
    assert.equal((await resourcesOf(newId())).status, 404)
    const { server } = await sandboxWith(1)
    const { status, body } = await resourcesOf(server.id, '?cursor=xyz')
    assert.deepEqual([status, body.errors[0].pointer], [422, '/query/cursor'])
  })
})

describe('a module that cannot take over what exists', () => {
  test('says so in the list and when it is asked all the same', async () => {
    const { server } = await makeServer(app.ctx, serverOf('fixed'))
    assert.equal((await resourcesOf(server.id)).body.canImport, false)
    const { status, body } = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, 'r-1', { type: 'fixed' })],
    })
    assert.deepEqual(
      [status, body.errors[0].pointer, body.errors[0].code],
      [422, '/rows/0/type', 'cannot_adopt'],
    )
  })

  test('none has no server to import from', async () => {
    const { server } = await makeServer(app.ctx, serverOf('fixed'))
    const { body } = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, 'r-1', { type: 'none' })],
    })
    assert.deepEqual(
      [body.errors[0].pointer, body.errors[0].code],
      ['/rows/0/serverId', 'server_useless'],
    )
  })

  test('and a server of another type is refused by name', async () => {
    const { server } = await makeServer(app.ctx, serverOf('fixed'))
    const { body } = await staff.post('/api/v1/admin/imports', {
      rows: [row(server.id, 'r-1', { type: 'sandbox' })],
    })
    assert.equal(body.errors[0].code, 'no_server_of_type')
  })
})
