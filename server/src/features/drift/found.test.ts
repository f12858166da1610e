import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { PLAN, startDriftApp } from '../../../test/factories/drift.ts'
import { ask, lastOperation } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { customers } from '../customers/tables.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import { confirmedOwners } from './tables.ts'

const { app, staff, server, delivered, look, open, resource, behind, vanish, rowsOf, control } =
  await startDriftApp()
const suspended = { status: 'suspended' as const, suspensions: [] }
const set = (id: string, columns: Partial<typeof services.$inferSelect>) =>
  app.ctx.db.update(services).set(columns).where(eq(services.id, id))
const CAUSE = {
  ...{ cause: 'abuse' as const, note: '', message: '', since: '2025-03-01T00:00:00Z' },
  by: { kind: 'system', id: null, name: 'system' },
}

describe('what a comparison finds', () => {
  test('nothing, where books and server agree', async () => {
    const { id } = await delivered()
    const report = await look()
    assert.deepEqual([report.state, report.found, report.suspect], ['finished', 0, false])
    assert.deepEqual(await rowsOf(id), [])
  })

  test('a resource that nobody knows, in words that staff read', async () => {
    const made = resource({ name: 'stray', owner: 'a@b.example' })
    const report = await look()
    assert.equal(report.found, 1)
    const [row] = await open({ kind: 'orphan_resource', q: made.id })
    assert.deepEqual([row.name, row.owner, row.plan], ['stray', 'a@b.example', 'tiny'])
    assert.deepEqual([row.service, row.otherInstallation], [null, false])
    assert.deepEqual(row.says, { books: 'Unknown here', server: 'Running' })
    control('DELETE', `resources/${made.id}`)
  })

  test('a resource that is not there', async () => {
    const service = await delivered()
    vanish(service)
    await look()
    const [row] = await open({ serviceId: service.id })
    assert.deepEqual([row.kind, row.remoteId], ['missing_resource', service.resource?.remoteId])
    assert.deepEqual(row.says, { books: 'Service active', server: 'Not there' })
    assert.equal(row.service.number, service.number)
    await look()
    assert.deepEqual(await rowsOf(service.id), [['missing_resource', 'open']], 'raised once')
  })

  test('one that runs though its service is suspended, and the other way round', async () => {
    const [running, stopped] = [await delivered(), await delivered()]
    await set(running.id, { ...suspended, suspensions: [CAUSE] })
    behind(stopped, { suspended: true, running: false })
    await look()
    assert.deepEqual(await rowsOf(running.id), [['running_though_suspended', 'open']])
    assert.deepEqual(await rowsOf(stopped.id), [['suspended_though_active', 'open']])
  })

  test('one that is switched off runs no more than a suspended one', async () => {
    const service = await delivered()
    await set(service.id, { ...suspended, suspensions: [CAUSE] })
    behind(service, { running: false })
    await look()
    assert.deepEqual(await rowsOf(service.id), [])
  })

  test('one that outlived its service', async () => {
    const service = await delivered()
    await set(service.id, { status: 'terminated', endedAt: app.clock.now() })
    const gone = await delivered()
    await set(gone.id, { status: 'expired', endedAt: 1, removedAt: 1, resource: null })
    await look()
    assert.deepEqual(await rowsOf(service.id), [['alive_though_ended', 'open']])
    assert.deepEqual(await rowsOf(gone.id), [['alive_though_ended', 'open']], 'by its key')
  })

  test('a second one with the key of a service, here and on a former server', async () => {
    const service = await delivered()
    const second = resource({ key: service.id })
    await look()
    const [row] = await open({ serviceId: service.id })
    assert.deepEqual([row.kind, row.remoteId], ['duplicate_resource', second.id])
    assert.equal(row.says.books, `The service has ${service.resource?.remoteId}`)

    const moved = await delivered()
    const { server: other } = await makeServer(app.ctx)
    await set(moved.id, { serverId: other.id })
    await look()
    assert.deepEqual(await rowsOf(moved.id), [['duplicate_resource', 'open']])
  })

  test('two of one creation, and the one that the service gets is left over no more', async () => {
    const { id } = await makeService(app, { type: 'sandbox', serverId: server.id, placeHeld: true })
    const [kept, other] = [resource({ key: id }), resource({ key: id })]
    await look()
    const rows = await open({ serviceId: id })
    assert.deepEqual(
      rows.map((row: { kind: string }) => row.kind),
      ['duplicate_resource', 'duplicate_resource'],
    )
    const extra = rows.find((row: { remoteId: string }) => row.remoteId === other.id)
    const url = `/api/v1/admin/drift/${extra.id}/delete-there`
    assert.equal((await staff.post(url, { confirm: other.id })).status, 200)
    await app.settle()
    await staff.post(`/api/v1/admin/services/${id}/deliver`, {})
    await app.settle()
    assert.equal((await readService(app, id)).resource?.remoteId, kept.id)
    assert.deepEqual(await open({ serviceId: id }), [])
  })

  test('another plan than the product stands for, options counted in', async () => {
    const service = await delivered()
    behind(service, { plan: PLAN })
    const option = { key: 'memory_mb', value: 1024 } as never
    const larger = await delivered({ options: [option] })
    await look()
    const [row] = await open({ serviceId: service.id })
    assert.equal(row.kind, 'wrong_plan')
    assert.deepEqual(row.says, { books: 'Plan 1024 MiB / 10 GiB / 1', server: 'Plan tiny' })
    assert.deepEqual(await rowsOf(larger.id), [])
  })

  test('another owner than the one it was confirmed with', async () => {
    const { customer } = await makeCustomer(app)
    const service = await delivered({ customerId: customer.id })
    await look()
    await app.ctx.db
      .update(customers)
      .set({ email: 'moved@house.example' })
      .where(eq(customers.id, customer.id))
    await look()
    assert.deepEqual(await rowsOf(service.id), [], 'a new address of the customer is no drift')
    behind(service, { owner: 'thief@b.example' })
    await look()
    const [row] = await open({ serviceId: service.id })
    assert.deepEqual([row.kind, row.owner], ['wrong_owner', 'thief@b.example'])
    assert.equal(row.says.books, 'Owner moved@house.example')
    behind(service, { owner: 'Moved@House.example' })
    await look()
    assert.deepEqual(await rowsOf(service.id), [['wrong_owner', 'gone']])
  })
})

describe('what is no drift', () => {
  test('what an operation is changing, or has changed since the listing began', async () => {
    const [waiting, settled, failed] = [await delivered(), await delivered(), await delivered()]
    for (const one of [waiting, settled, failed]) behind(one, { suspended: true, running: false })
    const later = app.clock.now() + 86_400_000
    const intent = { serverId: server.id, kind: 'suspend' as const, input: {} }
    await ask(app, { ...intent, serviceId: waiting.id, dueAt: later })
    const { id } = await lastOperation(app, settled.id)
    await app.ctx.db.update(operations).set({ settledAt: later }).where(eq(operations.id, id))
    await ask(app, { ...intent, serviceId: failed.id, dueAt: later })
    const { id: left } = await lastOperation(app, failed.id)
    await app.ctx.db
      .update(operations)
      .set({ state: 'failed', dueAt: null })
      .where(eq(operations.id, left))
    await look()
    assert.deepEqual(await rowsOf(waiting.id), [])
    assert.deepEqual(await rowsOf(settled.id), [])
    assert.deepEqual(
      await rowsOf(failed.id),
      [['suspended_though_active', 'open']],
      'what waits for staff changes nothing',
    )
  })

  test('what a creation is making, by its key or by the id that it reserved', async () => {
    const pending = await makeService(app, { type: 'sandbox', serverId: server.id })
    const reserving = await makeService(app, { type: 'sandbox', serverId: server.id })
    const [keyed, named] = [resource({ key: pending.id }), resource()]
    const dueAt = app.clock.now() + 86_400_000
    for (const { id } of [pending, reserving])
      await ask(app, { serviceId: id, serverId: server.id, kind: 'create', input: {}, dueAt })
    const { id } = await lastOperation(app, reserving.id)
    await app.ctx.db
      .update(operations)
      .set({ reserved: { remoteId: named.id } })
      .where(eq(operations.id, id))
    await look()
    const orphans = await open({ kind: 'orphan_resource' })
    const ids = orphans.map((row: { remoteId: string }) => row.remoteId)
    assert.deepEqual([ids.includes(keyed.id), ids.includes(named.id)], [false, false])
    await app.ctx.db.update(operations).set({ state: 'abandoned', dueAt: null })
    await look()
    const left = await open({ serviceId: pending.id })
    assert.deepEqual([left[0].kind, left[0].remoteId], ['orphan_resource', keyed.id])
  })

  test('what has settled by itself', async () => {
    const service = await delivered()
    behind(service, { suspended: true, running: false })
    await look()
    behind(service, { suspended: false, running: true })
    const report = await look()
    assert.ok(report.settled >= 1)
    assert.deepEqual(await rowsOf(service.id), [['suspended_though_active', 'gone']])
    behind(service, { suspended: true, running: false })
    await look()
    assert.deepEqual(
      (await rowsOf(service.id)).map(([, state]) => state),
      ['gone', 'open'],
      'a cause that comes back is a new row',
    )
  })
})

test('a key that was never ours is another installation’s; one of a deleted service is ours', async () => {
  const former = await makeService(app, { type: 'sandbox', serverId: server.id })
  await app.ctx.db.delete(services).where(eq(services.id, former.id))
  const [theirs, worded, ours] = [
    resource({ key: newId() }),
    resource({ key: 'whmcs-17' }),
    resource({ key: former.id }),
  ]
  await look()
  const rows = await open({ kind: 'orphan_resource', otherInstallation: 'true' })
  const ids = rows.map((row: { remoteId: string }) => row.remoteId).sort()
  assert.deepEqual(ids, [theirs.id, worded.id].sort())
  const [row] = await open({ q: ours.id })
  assert.deepEqual([row.otherInstallation, row.service], [false, null])
})

test('counts, the server, the dashboard and the list of services know of it', async () => {
  const service = await delivered()
  behind(service, { suspended: true, running: false })
  await look()
  const { body: counts } = await staff.get('/api/v1/admin/drift/counts')
  const rows = await open({ limit: '200' })
  assert.equal(counts.states.open, rows.length)
  assert.deepEqual(
    counts.servers.map(({ id, n }: { id: string; n: number }) => [id, n]),
    [[server.id, rows.length]],
  )
  const kinds = Object.values(counts.kinds) as number[]
  assert.equal(
    kinds.reduce((sum, n) => sum + n, 0),
    rows.length,
  )
  const [kept] = await app.ctx.db.select().from(servers).where(eq(servers.id, server.id))
  assert.equal(kept?.openDrift, rows.length)
  const { body: dashboard } = await staff.get('/api/v1/admin/dashboard')
  assert.equal(dashboard.attention.openDrift, rows.length)
  const list = await staff.get('/api/v1/admin/services?status=needs_attention&limit=200')
  assert.ok(list.body.items.some(({ id }: { id: string }) => id === service.id))
})

test('the inbox comes in pages, by kind, server, service, customer and words', async () => {
  const first = (await staff.get('/api/v1/admin/drift?limit=3&sort=firstSeenAt')).body
  const second = (
    await staff.get(`/api/v1/admin/drift?limit=3&sort=firstSeenAt&cursor=${first.nextCursor}`)
  ).body
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id)
  assert.equal(new Set(ids).size, 6)
  const [row] = await open({ kind: 'suspended_though_active' })
  const choices: Record<string, string>[] = [
    { serverId: server.id, kind: 'suspended_though_active,wrong_plan' },
    { serviceId: row.service.id },
    { customerId: row.service.customerId },
    { q: `#${row.service.number}` },
    { q: row.remoteId },
  ]
  for (const filters of choices) {
    const found = await open({ ...filters, limit: '200' })
    assert.ok(
      found.some(({ id }: { id: string }) => id === row.id),
      JSON.stringify(filters),
    )
  }
  assert.equal((await open({ q: 'nothing is called so' })).length, 0)
  const { body } = await staff.get(`/api/v1/admin/drift/${row.id}`)
  assert.equal(body.resourceKey, row.service.id)
  assert.equal(body.actions.length, 6)
  assert.equal((await staff.get(`/api/v1/admin/drift/${newId()}`)).status, 404)
})

test('an owner that is confirmed once is not written again', async () => {
  const service = await delivered()
  await look()
  const read = () =>
    app.ctx.db.select().from(confirmedOwners).where(eq(confirmedOwners.serviceId, service.id))
  const [before] = await read()
  await look()
  assert.deepEqual((await read())[0], before)
  assert.equal(before?.remoteId, (await readService(app, service.id)).resource?.remoteId)
})
