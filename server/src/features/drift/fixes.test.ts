import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { PLAN, startDriftApp } from '../../../test/factories/drift.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { services } from '../services/tables.ts'
import { drift } from './tables.ts'

const kit = await startDriftApp()
const { app, staff, server, provider, product, delivered, look, open, resource } = kit
const { behind, vanish, rowsOf, control, act } = kit
const DAY = 86_400_000
const there = (id: string) => provider.state.resources.get(id)
const set = (id: string, columns: Partial<typeof services.$inferSelect>) =>
  app.ctx.db.update(services).set(columns).where(eq(services.id, id))
const rowOf = async ({ id }: { id: string }) => (await open({ serviceId: id }))[0]
const orphan = async ({ id }: { id: string }) => (await open({ q: id }))[0]
const read = async ({ id }: { id: string }) => (await staff.get(`/api/v1/admin/drift/${id}`)).body

/** A service that the books call suspended and the server lets run. */
async function running() {
  const service = await delivered()
  await staff.post(`/api/v1/admin/services/${service.id}/suspend`, { cause: 'abuse' })
  await app.settle()
  behind(service, { suspended: false, running: true })
  await look()
  return { service, row: await rowOf(service) }
}

/** The other way round. */
async function stopped() {
  const service = await delivered()
  behind(service, { suspended: true, running: false })
  await look()
  return { service, row: await rowOf(service) }
}

describe('the server is brought to the books', () => {
  test('suspended again, without a mail; the row is fixed when the server says so', async () => {
    const { service, row } = await running()
    const preview = await act(row, 'fix-server?dryRun=true')
    assert.equal(preview.body.allowed, true)
    const asked = await act(row, 'fix-server')
    assert.equal(asked.status, 202)
    assert.equal((await read(row)).state, 'fixing')
    assert.equal((await act(row, 'fix-server')).body.code, 'drift_being_fixed')
    await app.settle()
    assert.equal(there(row.remoteId)?.suspended, true)
    const after = await read(row)
    assert.deepEqual([after.state, after.fix], ['fixed', 'fix_server'])
    const { suspensions, status } = await readService(app, service.id)
    assert.deepEqual([status, suspensions.map(({ cause }) => cause)], ['suspended', ['abuse']])
    const { body } = await staff.get(`/api/v1/admin/history?subject=drift&subjectId=${row.id}`)
    const kinds = body.items.map(({ kind }: { kind: string }) => kind)
    assert.deepEqual(kinds, ['drift.fixed', 'drift.fix_requested'])
  })

  test('let run again', async () => {
    const { service, row } = await stopped()
    await act(row, 'fix-server')
    await app.settle()
    assert.equal(there(row.remoteId)?.suspended, false)
    assert.equal((await readService(app, service.id)).status, 'active')
    assert.equal((await read(row)).state, 'fixed')
  })

  test('delivered again where it was missing', async () => {
    const service = await delivered()
    vanish(service)
    await look()
    const row = await rowOf(service)
    await act(row, 'fix-server')
    await app.settle()
    const { resource: made, status } = await readService(app, service.id)
    assert.equal(status, 'active')
    assert.notEqual(made?.remoteId, row.remoteId)
    assert.equal(there(made?.remoteId ?? '')?.key, service.id)
    assert.deepEqual(await rowsOf(service.id), [['missing_resource', 'fixed']])
  })

  test('what outlived its service is removed, and its removal confirmed', async () => {
    const service = await delivered()
    await set(service.id, { status: 'terminated', endedAt: app.clock.now() })
    await look()
    const row = await rowOf(service)
    assert.equal((await act(row, 'delete-there', { confirm: row.remoteId })).status, 409)
    await act(row, 'fix-server')
    await app.settle()
    assert.equal(there(row.remoteId), undefined)
    assert.notEqual((await readService(app, service.id)).removedAt, null)
    assert.equal((await read(row)).state, 'fixed')
  })

  test('plan and owner', async () => {
    const planned = await delivered()
    const owned = await delivered()
    await look()
    behind(planned, { plan: { ...PLAN, diskGb: 2 } })
    behind(owned, { owner: 'thief@b.example' })
    await look()
    for (const one of [planned, owned]) await act(await rowOf(one), 'fix-server')
    await app.settle()
    assert.equal(there(planned.resource?.remoteId ?? '')?.plan.name, '1024 MiB / 10 GiB / 1')
    assert.notEqual(there(owned.resource?.remoteId ?? '')?.owner, 'thief@b.example')
    await look()
    assert.deepEqual(await rowsOf(planned.id), [['wrong_plan', 'fixed']])
    assert.deepEqual(await rowsOf(owned.id), [['wrong_owner', 'fixed']])
  })

  test('a fix that the server refuses opens the row again, with its words', async () => {
    const { row } = await running()
    const refuse = { kind: 'refuse', code: 'rejected', message: 'not today' }
    control('POST', 'behaviour', { operation: 'suspend', effect: refuse, times: 1 })
    await act(row, 'fix-server')
    await app.settle()
    const after = await read(row)
    assert.deepEqual(
      [after.state, after.error],
      ['open', { code: 'rejected', message: 'not today' }],
    )
    await act(row, 'fix-server')
    await app.settle()
    assert.equal((await read(row)).state, 'fixed')
  })
})

describe('the books are brought to what the server says', () => {
  test('recorded as a suspension by staff', async () => {
    const { service, row } = await stopped()
    const input = { cause: 'dispute', message: 'Please call us', note: 'panel' }
    assert.equal((await act(row, 'fix-books', input)).status, 202)
    await app.settle()
    const after = await readService(app, service.id)
    assert.deepEqual(
      [after.status, after.suspensions[0]?.cause, after.suspensions[0]?.message],
      ['suspended', 'dispute', 'Please call us'],
    )
    assert.equal((await read(row)).state, 'fixed')
  })

  test('reactivated', async () => {
    const { service, row } = await running()
    await act(row, 'fix-books')
    await app.settle()
    const after = await readService(app, service.id)
    assert.deepEqual([after.status, after.suspensions], ['active', []])
    assert.equal(there(row.remoteId)?.suspended, false)
  })

  test('ended where it is missing', async () => {
    const service = await delivered()
    vanish(service)
    await look()
    const row = await rowOf(service)
    await act(row, 'fix-books')
    await app.settle()
    const after = await readService(app, service.id)
    assert.equal(after.status, 'terminated')
    assert.notEqual(after.removedAt, null)
    assert.equal((await read(row)).state, 'fixed')
  })

  test('runs again where it outlived its end', async () => {
    const service = await delivered()
    await set(service.id, { status: 'terminated', endedAt: app.clock.now() })
    await look()
    const row = await rowOf(service)
    assert.equal((await act(row, 'fix-books')).body.code, 'expiry_needed')
    const expiresAt = new Date(app.clock.now() + 30 * DAY).toISOString()
    assert.equal((await act(row, 'fix-books', { expiresAt })).status, 200)
    assert.equal((await readService(app, service.id)).status, 'active')
    await look()
    assert.deepEqual(await rowsOf(service.id), [['alive_though_ended', 'fixed']])
  })

  test('sold as the product whose plan runs', async () => {
    const other = await makeProduct(app.ctx, {
      type: 'sandbox',
      moduleSettings: { memoryMb: 2048, diskGb: 20, cpuCores: 2 },
      serverGroupId: server.groupId,
    })
    const service = await delivered()
    behind(service, { plan: { ...PLAN, name: '2048 MiB / 20 GiB / 2' } })
    await look()
    const row = await rowOf(service)
    assert.equal((await act(row, 'fix-books')).status, 200)
    assert.equal((await readService(app, service.id)).productId, other.product.id)
    behind(service, { plan: PLAN })
    await look()
    const none = await act(await rowOf(service), 'fix-books')
    assert.equal(none.body.errors[0].code, 'drift_no_product')
  })

  test('the owner that the server names is taken as right', async () => {
    const service = await delivered()
    await look()
    behind(service, { owner: 'partner@b.example' })
    await look()
    await act(await rowOf(service), 'fix-books')
    await look()
    assert.deepEqual(await rowsOf(service.id), [['wrong_owner', 'fixed']])
    behind(service, { owner: 'thief@b.example' })
    await look()
    assert.equal((await rowOf(service)).kind, 'wrong_owner')
  })
})

describe('removed there', () => {
  test('an orphan, typed by its id', async () => {
    const made = resource()
    await look()
    const row = await orphan(made)
    const wrong = await act(row, 'delete-there', { confirm: 'something' })
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'drift_confirm_id'])
    assert.equal((await act(row, 'delete-there', { confirm: made.id })).status, 200)
    assert.equal((await read(row)).state, 'fixing')
    await app.settle()
    assert.equal(there(made.id), undefined)
    assert.equal((await read(row)).state, 'fixed')
  })

  test('a duplicate alone: the service’s own stays', async () => {
    const service = await delivered()
    const second = resource({ key: service.id })
    await look()
    const row = await rowOf(service)
    assert.equal(row.remoteId, second.id)
    await act(row, 'delete-there', { confirm: second.id })
    await app.settle()
    assert.equal(there(second.id), undefined)
    assert.equal(there(service.resource?.remoteId ?? '')?.key, service.id)
  })

  test('never what carries another installation’s key, also when it got it in between', async () => {
    const [theirs, late] = [resource({ key: newId() }), resource()]
    await look()
    const row = await orphan(theirs)
    for (const verb of ['delete-there', 'import', 'fix-server', 'fix-books']) {
      const { customer } = await makeCustomer(app)
      const body = {
        'delete-there': { confirm: theirs.id },
        import: { customerId: customer.id },
      }[verb]
      const answer = await act(row, verb, body ?? {})
      assert.deepEqual([answer.status, answer.body.code], [409, 'drift_other_installation'], verb)
    }
    const marked = await orphan(late)
    await act(marked, 'delete-there', { confirm: late.id })
    control('PATCH', `resources/${late.id}`, { key: newId() })
    await app.settle()
    const after = await read(marked)
    assert.deepEqual([after.state, after.error.code], ['open', 'conflict'])
    assert.ok(there(late.id))
    assert.ok(there(theirs.id))
  })

  test('not what a service has meanwhile', async () => {
    const made = resource()
    const service = await delivered()
    await look()
    const row = await orphan(made)
    await act(row, 'delete-there', { confirm: made.id })
    const own = service.resource
    await set(service.id, { resource: own && { ...own, remoteId: made.id } })
    await app.settle()
    const after = await read(row)
    assert.deepEqual([after.state, after.error.code], ['open', 'conflict'])
    assert.ok(there(made.id))
    await set(service.id, { resource: own })
  })

  test('trouble is met on the ladder, and staff may stop it', async () => {
    const made = resource()
    await look()
    const row = await orphan(made)
    const down = { kind: 'refuse', code: 'transient', message: 'down' }
    control('POST', 'behaviour', { operation: 'terminate', effect: down, times: 2 })
    await act(row, 'delete-there', { confirm: made.id })
    await app.settle()
    const waits = await read(row)
    assert.deepEqual([waits.state, waits.error.code], ['fixing', 'transient'])
    assert.equal(Date.parse(waits.dueAt), app.clock.now() + 60_000)
    await app.travelTo(app.clock.now() + 7 * 60_000)
    assert.equal((await read(row)).state, 'fixed')
    assert.equal(there(made.id), undefined)

    const other = resource()
    await look()
    const again = await orphan(other)
    control('POST', 'behaviour', { operation: 'terminate', effect: down, times: 1 })
    await act(again, 'delete-there', { confirm: other.id })
    await app.settle()
    await act(again, 'reopen')
    await app.travelTo(app.clock.now() + 3_600_000)
    assert.equal((await read(again)).state, 'open')
    assert.ok(there(other.id))
  })

  test('what a service left on its former server', async () => {
    const service = await delivered()
    const { server: target, provider: next } = await makeServer(app.ctx)
    next.control({
      ...{ method: 'POST', path: 'resources' },
      body: { name: 'moved', plan: PLAN, key: service.id },
    })
    const url = `/api/v1/admin/services/${service.id}/change-server`
    assert.equal((await staff.post(url, { serverId: target.id })).status, 200)
    await app.settle()
    const row = await rowOf(service)
    assert.deepEqual([row.kind, row.says.server], ['duplicate_resource', 'Not listed yet'])
    await look()
    await act(row, 'delete-there', { confirm: row.remoteId })
    await app.settle()
    assert.equal(there(row.remoteId), undefined)
    assert.equal(next.state.resources.size, 1)
  })
})

describe('imported', () => {
  test('with a customer and a product; the row is fixed when it carries our key', async () => {
    const { customer } = await makeCustomer(app)
    const made = resource({ name: 'found one', plan: PLAN })
    await look()
    const row = await orphan(made)
    const wish = { customerId: customer.id, productId: product.id }
    const preview = await act(row, 'import?dryRun=true', wish)
    assert.match(preview.body.effects[0], /found one/)
    const asked = await act(row, 'import', wish)
    assert.equal(asked.status, 202)
    assert.equal((await act(row, 'import', wish)).status, 409)
    await app.settle()
    const { body } = await staff.get(`/api/v1/admin/imports/${asked.body.importId}`)
    assert.equal(body.rows[0].state, 'done')
    const { service } = body.rows[0]
    assert.equal(there(made.id)?.key, service.id)
    assert.equal((await read(row)).state, 'fixed')
    await look()
    const rows = await app.ctx.db.select().from(drift).where(eq(drift.remoteId, made.id))
    const orphans = rows.filter(({ kind }) => kind === 'orphan_resource')
    assert.deepEqual(
      orphans.map(({ state }) => state),
      ['fixed'],
    )
  })
})

test('ignored until a date, for good, and opened again', async () => {
  const { row } = await stopped()
  const past = new Date(app.clock.now() - 1).toISOString()
  assert.equal((await act(row, 'ignore', { until: past })).body.code, 'date_in_past')
  const until = new Date(app.clock.now() + DAY).toISOString()
  await act(row, 'ignore', { until, note: 'known' })
  await look()
  const ignored = await read(row)
  assert.deepEqual([ignored.state, ignored.note, ignored.ignoredUntil], ['ignored', 'known', until])
  const isOver = { ignoredUntil: app.clock.now() }
  await app.ctx.db.update(drift).set(isOver).where(eq(drift.id, row.id))
  await look()
  assert.equal((await read(row)).state, 'open')
  await act(row, 'ignore')
  await look()
  assert.equal((await read(row)).state, 'ignored')
  await act(row, 'reopen')
  assert.equal((await read(row)).state, 'open')
  const { body } = await staff.get(`/api/v1/admin/drift/${row.id}/actions`)
  const reopen = body.items.find(({ id }: { id: string }) => id === 'drift.reopen')
  assert.deepEqual([reopen.allowed, reopen.reason.code], [false, 'drift_open'])
})

test('reading, fixing and deleting are rights of their own, and so is what a fix does', async () => {
  const { row } = await stopped()
  const made = resource()
  await look()
  const loose = await orphan(made)
  const [support, accountant] = [await app.staff('support'), await app.staff('accountant')]
  assert.equal((await accountant.get('/api/v1/admin/drift')).status, 403)
  assert.equal((await app.anonymous.get('/api/v1/admin/drift')).status, 401)
  const seen = (await support.get(`/api/v1/admin/drift/${row.id}`)).body
  assert.ok(
    seen.actions.every(({ reason }: { reason: { code: string } }) => reason.code === 'not_allowed'),
  )
  const url = `/api/v1/admin/drift/${loose.id}/delete-there`
  assert.equal((await support.post(url, { confirm: made.id })).status, 403)
  assert.equal((await support.post(`/api/v1/admin/drift/${row.id}/fix-server`)).status, 403)
})
