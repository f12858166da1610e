import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { serverOf, startRecordingApp } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import type { RecordedResource } from '../../../test/recording-module.ts'
import { until } from '../../../test/until.ts'
import { MINUTE } from '../../domain/instant.ts'
import { mails } from '../mail/tables.ts'
import { servers } from '../servers/tables.ts'
import { staff as staffTable } from '../staff/tables.ts'
import { reconciliationsLoop } from './reconcile/loop.ts'
import { nextRunAt } from './reconcile/schedule.ts'
import { drift, reconciliationSchedule, reconciliationSeen } from './tables.ts'

const { app, recording, server, delivered } = await startRecordingApp()
const { db } = app.ctx
const staff = await app.staff()
await db.update(staffTable).set({ alerts: ['drift_found'] })
const url = `/api/v1/admin/servers/${server.id}`
const ask = (confirmed = false) => staff.post(`${url}/reconcile`, { confirmed })
const reports = async () => (await staff.get(`${url}/reconciliations`)).body.items
async function look(confirmed = false) {
  app.clock.set(app.clock.now() + 1000)
  await ask(confirmed)
  await app.settle()
  return (await reports())[0]
}
const rowsOf = (serviceId: string) => db.select().from(drift).where(eq(drift.serviceId, serviceId))
const resourceOf = (id: string) => {
  const found = recording.resources.find(({ key }) => key === id)
  assert.ok(found)
  return found
}

/** Takes a resource away at the provider. */
function lose(resource: RecordedResource | undefined): void {
  const at = resource ? recording.resources.indexOf(resource) : -1
  assert.ok(at >= 0)
  recording.resources.splice(at, 1)
}

test('each server has its own moment of the interval, and moves on by it', () => {
  const now = Date.parse('2025-03-10T12:00:00Z')
  const tail = (n: number) => (n * 0x06000001).toString(16).padStart(12, '0')
  const ids = Array.from({ length: 40 }, (_, n) => `0197b3b4-0000-7000-8000-${tail(n)}`)
  const moments = ids.map((id) => nextRunAt(id, now, 15))
  for (const [n, at] of moments.entries()) {
    assert.ok(at > now && at <= now + 15 * MINUTE)
    assert.equal(nextRunAt(ids[n] ?? '', at, 15), at + 15 * MINUTE)
  }
  assert.ok(new Set(moments).size > 30, 'spread')
})

describe('the loop', () => {
  test('compares by the clock that travels, by itself', async () => {
    await app.settle()
    const before = (await reports()).length
    await app.travelTo(app.clock.now() + 16 * MINUTE)
    const [last, ...others] = await reports()
    assert.equal(others.length + 1, before + 1)
    assert.deepEqual([last.state, last.requestedBy.kind], ['finished', 'system'])
    const { body } = await staff.get(`${url}/reconciliations`)
    assert.ok(Date.parse(body.schedule.nextAt) > app.clock.now())
    assert.equal(body.schedule.everyMinutes, 15)
  })

  test('leaves paused and broken servers alone, and says so', async () => {
    const before = (await reports()).length
    await db.update(servers).set({ suspendedAt: 1 }).where(eq(servers.id, server.id))
    await look()
    assert.equal((await reports()).length, before)
    const { body } = await staff.get(`${url}/reconciliations`)
    assert.equal(body.schedule.waits.code, 'suspended')
    await db.update(servers).set({ suspendedAt: null }).where(eq(servers.id, server.id))
    const open = new Date(app.clock.now() + MINUTE).toISOString()
    await db.execute(
      sql`update server_gate set open_until = ${open} where server_id = ${server.id}`,
    )
    await app.settle()
    assert.equal((await reports()).length, before)
    await db.execute(sql`update server_gate set open_until = null where server_id = ${server.id}`)
    await app.settle()
    assert.equal((await reports()).length, before + 1, 'what was asked for comes when it may')
  })

  test('compares a server once, whatever the number of workers', async () => {
    const before = recording.callsOf('list').length
    app.clock.set(app.clock.now() + 1000)
    await ask()
    const loops = [reconciliationsLoop(app.ctx), reconciliationsLoop(app.ctx)]
    const taken = await Promise.all(loops.map((loop) => loop.runDue(app.clock.now())))
    assert.deepEqual(taken.sort(), [0, 1])
    assert.equal(recording.callsOf('list').length, before + 1)
  })

  test('a run is refused while another one goes on; what a dead one left starts over', async () => {
    const { id } = await delivered()
    let release = () => {}
    const until$ = new Promise<void>((resolve) => {
      release = resolve
    })
    recording.next('list', { kind: 'wait', until: until$ })
    app.clock.set(app.clock.now() + 1000)
    resourceOf(id).suspended = true
    await ask()
    const dead = reconciliationsLoop(app.ctx)
    const dying = dead.runDue(app.clock.now())
    await until('the listing', async () => recording.calls.at(-1)?.member === 'list')
    assert.equal((await ask()).body.code, 'reconciliation_running')
    const [held] = await db
      .select()
      .from(reconciliationSchedule)
      .where(eq(reconciliationSchedule.serverId, server.id))
    const left = { remoteId: 'half', state: 'running' as const, data: {} }
    await db.insert(reconciliationSeen).values({ runId: held?.runId ?? '', ...left })
    await db.update(reconciliationSchedule).set({ leaseUntil: 1, dueAt: app.clock.now() })
    await app.settle()
    const [second, first] = await reports()
    assert.deepEqual([first.state, first.error.code], ['failed', 'interrupted'])
    assert.deepEqual([second.state, second.found], ['finished', 1])
    release()
    await dying
    assert.equal((await reports())[1].state, 'failed', 'the late one changes nothing')
    assert.equal(await db.$count(reconciliationSeen), 0)
    assert.equal((await rowsOf(id)).length, 1)
    resourceOf(id).suspended = false
  })
})

describe('a module that does not behave', () => {
  const cases: [string, Parameters<typeof recording.next>[1], string][] = [
    ['refuses', { kind: 'refuse', code: 'rejected', message: 'not you' }, 'rejected'],
    ['throws', { kind: 'throw', message: 'oh' }, 'transient'],
    ['hangs and is deaf', { kind: 'hang', deaf: true }, 'transient'],
  ]
  for (const [what, behaviour, code] of cases) {
    test(`${what}: the report says so and nothing is raised`, async () => {
      const before = await db.$count(drift)
      recording.plant({ serverId: server.id })
      recording.next('list', behaviour)
      const { timeLimitMs } = recording.module
      if (behaviour.kind === 'hang') Object.assign(recording.module, { timeLimitMs: 200 })
      const report = await look()
      Object.assign(recording.module, { timeLimitMs })
      assert.deepEqual([report.state, report.error.code], ['failed', code])
      assert.equal(await db.$count(drift), before)
      recording.resources.pop()
    })
  }

  test('whose credentials are refused is left alone until somebody has looked', async () => {
    recording.next('list', { kind: 'refuse', code: 'auth', message: 'who are you' })
    assert.equal((await look()).error.code, 'auth')
    const { body } = await staff.get(`${url}/reconciliations`)
    assert.equal(body.schedule.waits.code, 'paused')
    assert.equal((await staff.post(`${url}/resume`)).status, 200)
    assert.equal((await look()).state, 'finished')
  })

  test('lists nonsense, goes in circles, or says things twice', async () => {
    const { module } = recording
    const { list } = module
    const one = async () => {
      const page = await list({} as never, { id: server.id } as never, null)
      assert.ok(page.ok)
      return page.value.items
    }
    const answers: [string, (cursor: string | null) => Promise<unknown>][] = [
      ['items', async () => ({ items: [{ remoteId: 7 }], nextCursor: null })],
      ['circles', async () => ({ items: [], nextCursor: 'again' })],
    ]
    for (const [word, answer] of answers) {
      Object.assign(module, {
        list: async (_c: unknown, _s: unknown, at: string | null) => ({
          ok: true,
          value: await answer(at),
        }),
      })
      const report = await look()
      assert.equal(report.state, 'failed')
      assert.match(report.error.message, new RegExp(word))
    }
    recording.plant({ serverId: server.id, remoteId: 'twice' })
    const items = [...(await one()), ...(await one())]
    Object.assign(module, {
      list: async (_c: unknown, _s: unknown, at: string | null) => ({
        ok: true,
        value: { items, nextCursor: at === null ? 'more' : null },
      }),
    })
    const report = await look()
    assert.deepEqual([report.state, report.pages], ['finished', 2])
    assert.equal(report.resources, items.length / 2)
    const rows = await db.select().from(drift).where(eq(drift.remoteId, 'twice'))
    assert.equal(rows.length, 1)
    Object.assign(module, { list })
    recording.resources.pop()
    await look()
  })
})

describe('too much gone at once', () => {
  test('is not believed: no row, staff are told once, and a second look can be asked for', async () => {
    const made = [await delivered(), await delivered(), await delivered(), await delivered()]
    const [gone, alsoGone] = made.map(({ id }) => resourceOf(id))
    recording.plant({ serverId: server.id, remoteId: 'stranger' })
    for (const one of [gone, alsoGone]) lose(one)
    const report = await look()
    assert.deepEqual([report.suspect, report.vanished, report.found], [true, 2, 0])
    await look()
    const told = await db.select().from(mails).where(eq(mails.template, 'alert_server_suspect'))
    assert.equal(told.length, 1)
    const strangers = await db.select().from(drift).where(eq(drift.remoteId, 'stranger'))
    assert.equal(strangers.length, 0, 'nothing at all is raised from such a listing')

    // One of the two is there after all: only asking for it by itself tells.
    if (alsoGone) recording.resources.unshift(alsoGone)
    const { module } = recording
    const { list } = module
    const { remoteId } = alsoGone ?? { remoteId: '' }
    const short: typeof list = async (...args) => {
      const page = await list(...args)
      if (!page.ok) return page
      const items = page.value.items.filter((item) => item.remoteId !== remoteId)
      return { ok: true, value: { ...page.value, items } }
    }
    Object.assign(module, { list: short })
    const second = await look(true)
    assert.deepEqual([second.suspect, second.confirmed], [false, true])
    const kinds = async (index: number) =>
      (await rowsOf(made[index]?.id ?? '')).map(({ kind, state }) => [kind, state])
    assert.deepEqual(await kinds(0), [['missing_resource', 'open']])
    assert.deepEqual(await kinds(1), [])
    Object.assign(module, { list })
    const third = await look()
    assert.equal(third.suspect, false, 'what is in the inbox is no news')
    const digests = await db.select().from(mails).where(eq(mails.template, 'alert_drift'))
    assert.ok(digests.some(({ text }) => text.includes('Missing resource: 1')))
    if (gone) recording.resources.unshift(gone)
    recording.resources.pop()
    await look()
  })

  test('one alone is looked for by itself, and doubt raises nothing', async () => {
    const { id } = await delivered()
    const own = resourceOf(id)
    lose(own)
    recording.next('inspect', { kind: 'refuse', code: 'transient' })
    await look()
    assert.deepEqual(await rowsOf(id), [])
    await look()
    assert.equal((await rowsOf(id))[0]?.kind, 'missing_resource')
    recording.resources.unshift(own)
  })
})

test('a switch per server lets the loop suspend again what runs, and nothing else', async () => {
  const [running, stopped] = [await delivered(), await delivered()]
  await staff.post(`/api/v1/admin/services/${running.id}/suspend`, { cause: 'abuse' })
  await app.settle()
  Object.assign(resourceOf(running.id), { suspended: false, running: true })
  resourceOf(stopped.id).suspended = true
  await look()
  assert.equal((await rowsOf(running.id))[0]?.state, 'open', 'off by default')
  const changed = await staff.patch(`${url}/reconciliation`, { autoFixRunning: true })
  assert.equal(changed.body.autoFixRunning, true)
  const report = await look()
  assert.equal(report.autoFixed, 1)
  assert.equal(resourceOf(running.id).suspended, true)
  assert.equal((await rowsOf(running.id))[0]?.state, 'fixed')
  assert.equal((await rowsOf(stopped.id))[0]?.state, 'open')
  const { body } = await staff.get(`/api/v1/admin/history?subjectId=${running.id}&limit=20`)
  const entry = body.items.find(({ cause }: { cause: { because?: { step?: string } } }) =>
    JSON.stringify(cause).includes('drift.auto_fix'),
  )
  assert.equal(entry.actor.kind, 'automation')
  await staff.patch(`${url}/reconciliation`, { autoFixRunning: false })
})

test('a service that is ended by force, and a server that refuses, leave a row', async () => {
  const { id } = await delivered({ name: 'stubborn' })
  recording.always('terminate', { kind: 'refuse', code: 'rejected', message: 'never' })
  const force = { confirm: 'stubborn', force: true }
  assert.equal((await staff.post(`/api/v1/admin/services/${id}/terminate`, force)).status, 202)
  const ended = await readService(app, id)
  assert.deepEqual([ended.status, ended.placeHeld], ['terminated', false])
  await app.settle()
  const [row] = await rowsOf(id)
  assert.deepEqual([row?.kind, row?.state], ['alive_though_ended', 'open'])
  const deletion = await staff.post(`/api/v1/admin/services/${id}/delete`)
  assert.equal(deletion.status, 409, 'its removal is not confirmed')
  recording.always('terminate', { kind: 'succeed' })
  await staff.post(`/api/v1/admin/drift/${row?.id}/fix-server`)
  await app.settle()
  assert.equal((await rowsOf(id))[0]?.state, 'fixed')
  assert.notEqual((await readService(app, id)).removedAt, null)
})

test('a server that is deleted takes its rows along', async () => {
  const { server: other } = await makeServer(app.ctx, serverOf(recording.module.id))
  recording.plant({ serverId: other.id, remoteId: 'lonely' })
  await staff.post(`/api/v1/admin/servers/${other.id}/reconcile`)
  await app.settle()
  const read = () => db.select().from(drift).where(eq(drift.serverId, other.id))
  assert.equal((await read())[0]?.state, 'open')
  assert.equal((await staff.delete(`/api/v1/admin/servers/${other.id}`)).status, 204)
  await app.settle()
  assert.equal((await read())[0]?.state, 'gone')
})
