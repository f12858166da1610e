import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'
import { recordingMail } from '../../../test/recording-mail.ts'

const outbox = recordingMail()
const { app, recording, server, delivered, service } = await startRecordingApp({
  app: { mail: outbox.transport },
})
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const TERM = { expiresAt: at('2025-03-20T08:00:00Z'), anchorDay: 20 }
const url = (id: string) => `/api/v1/admin/services/${id}`
const post = (id: string, verb: string, body: object = {}) => staff.post(`${url(id)}/${verb}`, body)
const addressOf = async (customerId: string) =>
  (await staff.get(`/api/v1/admin/customers/${customerId}`)).body.email as string
const callsFor = (member: string, id: string) =>
  recording.callsOf(member).filter(({ key }) => key === id).length

describe('a suspension by staff', () => {
  test('G6: without a reason it has the default one; one mail with notify, none without', async () => {
    const told = await delivered(TERM)
    const untold = await delivered(TERM)
    assert.equal((await post(told.id, 'suspend', { notify: true })).status, 202)
    assert.equal((await post(untold.id, 'suspend', { notify: false })).status, 202)
    await app.settle()
    const causesOf = async (id: string) =>
      (await readService(app, id)).suspensions.map(({ cause }) => cause)
    assert.deepEqual([await causesOf(told.id), await causesOf(untold.id)], [['other'], ['other']])
    const about = async (customerId: string) =>
      outbox.to(await addressOf(customerId)).filter(({ subject }) => /suspended/.test(subject))
    assert.equal((await about(told.customerId)).length, 1)
    assert.equal((await about(untold.customerId)).length, 0)
  })

  test('G7: taken back, the server is called once, it is active and the date is gone', async () => {
    const { id } = await delivered(TERM)
    await post(id, 'suspend')
    await app.settle()
    assert.equal((await readService(app, id)).suspendedAt, app.clock.now())
    await post(id, 'unsuspend')
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual([row.status, row.suspendedAt, row.suspensions], ['active', null, []])
    assert.equal(callsFor('unsuspend', id), 1)
  })

  test('of one that is still overdue asks until when it may run, and writes a hold', async () => {
    const { id } = await delivered({ expiresAt: at('2025-03-01T08:00:00Z'), anchorDay: 1 })
    await post(id, 'suspend')
    await app.settle()
    const menu = (await staff.get(`${url(id)}/actions`)).body.items
    const offer = menu.find((item: { id: string }) => item.id === 'service.unsuspend')
    assert.match(offer.effects.join(' '), /still overdue.*13 March 2025/)
    const without = await post(id, 'unsuspend')
    assert.deepEqual([without.status, without.body.errors[0].pointer], [422, '/holdUntil'])
    const past = await post(id, 'unsuspend', { holdUntil: '2025-03-09T12:00:00Z' })
    assert.equal(past.body.code, 'hold_needed')
    const until = '2025-03-13T12:00:00Z'
    assert.equal((await post(id, 'unsuspend', { holdUntil: until })).status, 202)
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual([row.status, row.holdUntil], ['active', at(until)])
    const page = await staff.get(url(id))
    assert.equal(page.body.hold.until, '2025-03-13T12:00:00.000Z')
  })

  test('two staff members at once: one suspends, one reactivates, the books agree', async () => {
    const { id } = await delivered(TERM)
    const other = await app.staff('support')
    const answers = await Promise.all([
      post(id, 'suspend', { cause: 'abuse' }),
      other.post(`${url(id)}/unsuspend`, {}),
      other.post(`${url(id)}/suspend`, { cause: 'dispute' }),
    ])
    for (const { status } of answers) assert.ok([200, 202, 409].includes(status), String(status))
    await app.settle()
    const row = await readService(app, id)
    const suspended = row.suspensions.length > 0
    assert.equal(row.status, suspended ? 'suspended' : 'active')
    const there = recording.resources.find(({ key }) => key === id)
    assert.equal(there?.suspended, suspended)
  })
})

describe('an end by staff', () => {
  test('by force it ends here although the server refuses; delete waits for the removal', async () => {
    const { id } = await delivered(TERM)
    recording.next('terminate', { kind: 'refuse', code: 'rejected', message: 'not today' })
    const done = await post(id, 'terminate', { confirm: 'Test service', force: true })
    assert.equal(done.status, 202)
    const row = await readService(app, id)
    assert.deepEqual([row.status, row.removedAt], ['terminated', null])
    await app.settle()
    assert.equal((await post(id, 'delete')).body.code, 'operation_open')
    const { items } = (await staff.get(`/api/v1/admin/operations?serviceId=${id}`)).body
    const failed = items.find(({ state }: { state: string }) => state === 'failed')
    await staff.post(`/api/v1/admin/operations/${failed.id}/abandon`, { note: 'will look' })
    assert.equal((await post(id, 'delete')).body.code, 'removal_not_confirmed')
  })

  test('I17: an active service is terminated first; then it may be deleted, its documents stay', async () => {
    const { id } = await delivered(TERM)
    const { documentId } = (await post(id, 'renew')).body
    const active = await post(id, 'delete')
    assert.deepEqual([active.status, active.body.code], [409, 'not_ended'])
    await post(id, 'terminate', { confirm: 'Test service' })
    await app.settle()
    assert.equal((await post(id, 'delete')).status, 200)
    assert.equal((await staff.get(url(id))).status, 404)
    assert.equal((await staff.get(`/api/v1/admin/documents/${documentId}`)).body.state, 'void')
    const entries = await staff.get(`/api/v1/admin/history?subjectId=${id}&kind=service.deleted`)
    assert.equal(entries.body.items.length, 1)
  })
})

describe('a delivery', () => {
  test('F2: a server without room leaves it pending with the words, one attempt and no resource', async () => {
    const { id } = await service()
    recording.next('create', { kind: 'refuse', code: 'capacity', message: 'no node' })
    assert.equal((await post(id, 'deliver')).status, 202)
    await app.settle()
    const { body } = await staff.get(url(id))
    assert.deepEqual(
      [body.status, body.failure.code, body.failure.message, body.failure.attempts],
      ['pending', 'capacity', 'no node', 1],
    )
    assert.equal(body.resource, null)
  })

  test('F6: of an active service is refused; F13: and so is one without the permission', async () => {
    const { id } = await delivered(TERM)
    const again = await post(id, 'deliver')
    assert.deepEqual([again.status, again.body.code], [409, 'wrong_status'])
    const waiting = await service()
    const weak = await app.staff('accountant')
    assert.equal((await weak.post(`${url(waiting.id)}/deliver`)).status, 403)
    assert.equal((await readService(app, waiting.id)).serverId, server.id)
  })

  test('F8: of a type that no module looks after stays pending and says so', async () => {
    const { id } = await service({ type: 'gone' })
    const answer = await post(id, 'deliver')
    assert.deepEqual([answer.status, answer.body.code], [409, 'no_module'])
    assert.equal((await readService(app, id)).status, 'pending')
  })
})

describe('a cancellation that is undone', () => {
  test('leaves the service exactly as it was, its open renewal included', async () => {
    const { id } = await delivered({ ...TERM, autoPay: true })
    const first = (await post(id, 'renew')).body.documentId
    const before = await readService(app, id)
    await post(id, 'cancel', { when: 'end_of_period', details: 'moving' })
    assert.equal((await staff.get(`/api/v1/admin/documents/${first}`)).body.state, 'void')
    await post(id, 'undo-cancellation')
    const after = await readService(app, id)
    assert.deepEqual({ ...after, version: before.version }, before)
    const { items } = (await staff.get(`${url(id)}/renewals`)).body
    assert.deepEqual(
      items.map(({ state, cycle }: { state: string; cycle: string }) => [state, cycle]),
      [
        ['open', 'monthly'],
        ['withdrawn', 'monthly'],
      ],
    )
  })
})

describe('an open-ended hold', () => {
  test('is listed in needs attention until it is released', async () => {
    const { id } = await delivered(TERM)
    await post(id, 'resume-automation')
    const listed = async () => {
      const { body } = await staff.get('/api/v1/admin/services?status=needs_attention&limit=100')
      return body.items.some((item: { id: string }) => item.id === id)
    }
    assert.equal(await listed(), false)
    assert.equal((await post(id, 'hold', { until: null, reason: 'dispute' })).status, 200)
    assert.equal(await listed(), true)
    assert.equal((await post(id, 'release')).status, 200)
    assert.equal(await listed(), false)
  })
})

describe('a redelivery of a suspended service', () => {
  const there = (id: string) => recording.resources.filter(({ key }) => key === id)
  const half = async () => {
    const made = await delivered(TERM)
    await post(made.id, 'suspend', { cause: 'abuse', notify: false })
    await app.settle()
    return made
  }

  test('ends suspended on the server as in the books, with its cause', async () => {
    const { id, name } = await half()
    await post(id, 'redeliver', { confirm: name })
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual(
      [row.status, row.suspensions.map(({ cause }) => cause)],
      ['suspended', ['abuse']],
    )
    assert.deepEqual([there(id).map(({ suspended }) => suspended)], [[true]])
    assert.equal(row.expiresAt, TERM.expiresAt)
  })

  test('runs where the cause was taken away meanwhile', async () => {
    const { id, name } = await half()
    await post(id, 'redeliver', { confirm: name })
    await post(id, 'unsuspend')
    await app.settle()
    assert.equal((await readService(app, id)).status, 'active')
    assert.deepEqual([there(id).map(({ suspended }) => suspended)], [[false]])
  })

  test('that stopped half-way and is delivered by staff is suspended again too', async () => {
    const { id, name } = await half()
    recording.next('create', { kind: 'refuse', code: 'rejected' })
    await post(id, 'redeliver', { confirm: name })
    await app.settle()
    assert.equal((await readService(app, id)).status, 'pending')
    assert.equal((await post(id, 'deliver')).status, 202)
    await app.settle()
    assert.equal((await readService(app, id)).status, 'suspended')
    assert.deepEqual([there(id).map(({ suspended }) => suspended)], [[true]])
  })
})
