import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ask, startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'

const { app, recording, server, delivered, service } = await startRecordingApp()
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string) => `/api/v1/admin/services/${id}`
const setStatus = (id: string, body: object) => staff.post(`${url(id)}/set-status`, body)
const confirmed = (more: object) => ({ confirm: true, ...more })

async function entriesOf(id: string) {
  const { body } = await staff.get(`/api/v1/admin/history?subject=service&subjectId=${id}`)
  return body.items as { kind: string; before: object; after: object; note: string | null }[]
}

describe('the status edited by hand', () => {
  test('I20: wants a confirmation, calls no module, and writes the old and the new value', async () => {
    const { id } = await delivered()
    const calls = recording.calls.length
    const unread = await setStatus(id, { status: 'suspended', cause: 'abuse' })
    assert.deepEqual([unread.status, unread.body.code], [422, 'status_edit_unread'])
    const done = await setStatus(id, confirmed({ status: 'suspended', cause: 'abuse', note: 'n' }))
    assert.deepEqual([done.status, done.body], [200, { operationId: null, status: 'suspended' }])
    await app.settle()
    assert.equal(recording.calls.length, calls)
    const [entry] = await entriesOf(id)
    assert.equal(entry?.kind, 'service.status_edited')
    assert.equal(entry?.note, 'n')
    assert.deepEqual(
      [entry?.before, entry?.after].map((facts) => (facts as { status: string }).status),
      ['active', 'suspended'],
    )
    const row = await readService(app, id)
    assert.deepEqual(
      row.suspensions.map(({ cause }) => cause),
      ['abuse'],
    )
    assert.equal(row.suspendedAt, app.clock.now())
  })

  test('is refused while an operation is open, and offered as such', async () => {
    const { id } = await delivered()
    recording.next('suspend', { kind: 'refuse', code: 'rejected' })
    await ask(app, { serviceId: id, serverId: server.id, kind: 'suspend', input: {} })
    await app.settle()
    const answer = await setStatus(id, confirmed({ status: 'terminated' }))
    assert.deepEqual([answer.status, answer.body.code], [409, 'operation_open'])
    const { body } = await staff.get(`${url(id)}/actions`)
    const offer = body.items.find((item: { id: string }) => item.id === 'service.set_status')
    assert.deepEqual([offer.allowed, offer.reason.code], [false, 'operation_open'])
  })

  test('pauses the automation until staff resume it, and is listed in needs attention', async () => {
    const { id } = await delivered({ expiresAt: at('2025-03-01T08:00:00Z'), anchorDay: 1 })
    await staff.post(`${url(id)}/resume-automation`)
    await setStatus(id, confirmed({ status: 'suspended', cause: 'other' }))
    assert.equal((await readService(app, id)).automationPaused, true)
    const { body } = await staff.get('/api/v1/admin/services?status=needs_attention&limit=100')
    assert.ok(body.items.some((item: { id: string }) => item.id === id))
  })

  test('to suspended wants a cause; leaving it clears the causes', async () => {
    const { id } = await delivered()
    const without = await setStatus(id, confirmed({ status: 'suspended' }))
    assert.deepEqual(without.body.errors[0].pointer, '/cause')
    await setStatus(id, confirmed({ status: 'suspended', cause: 'dispute' }))
    const dry = await staff.post(
      `${url(id)}/set-status?dryRun=true`,
      confirmed({ status: 'active' }),
    )
    assert.match(dry.body.effects.join(' '), /dispute/)
    assert.equal((await setStatus(id, confirmed({ status: 'active' }))).status, 200)
    const row = await readService(app, id)
    assert.deepEqual([row.suspensions, row.suspendedAt], [[], null])
  })

  test('to an end ends as every end does, once, without a mail and without the server', async () => {
    const { id, customerId } = await delivered({
      expiresAt: at('2025-03-20T08:00:00Z'),
      anchorDay: 20,
      autoPay: true,
    })
    const renewed = await staff.post(`${url(id)}/renew`)
    const used = async () => (await staff.get(`/api/v1/admin/servers/${server.id}`)).body.placesUsed
    const before = await used()
    const done = await setStatus(id, confirmed({ status: 'cancelled' }))
    assert.equal(done.status, 200)
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual(
      [row.status, row.autoPay, row.endedAt, row.placeHeld, row.removedAt],
      ['cancelled', false, app.clock.now(), false, null],
    )
    assert.equal(await used(), Math.max(0, before - 1))
    const document = await staff.get(`/api/v1/admin/documents/${renewed.body.documentId}`)
    assert.equal(document.body.state, 'void')
    assert.equal((await staff.post(`${url(id)}/delete`)).body.code, 'removal_not_confirmed')
    const { body } = await staff.get(`/api/v1/admin/mails?customerId=${customerId}`)
    assert.ok(
      body.items.every((mail: { template: string }) => mail.template !== 'service_cancelled'),
    )
  })

  test('from an end to active wants an expiry ahead, and counts its place again', async () => {
    const { id } = await delivered({ expiresAt: at('2025-03-20T08:00:00Z'), anchorDay: 20 })
    await setStatus(id, confirmed({ status: 'expired' }))
    const without = await setStatus(id, confirmed({ status: 'active' }))
    assert.deepEqual([without.status, without.body.errors[0].pointer], [422, '/expiresAt'])
    const past = { status: 'active', expiresAt: '2025-03-01T08:00:00Z' }
    assert.equal((await setStatus(id, confirmed(past))).body.code, 'expiry_needed')
    const ahead = { status: 'active', expiresAt: '2025-04-30T08:00:00Z' }
    assert.equal((await setStatus(id, confirmed(ahead))).status, 200)
    const row = await readService(app, id)
    assert.deepEqual(
      [row.status, row.expiresAt, row.anchorDay, row.endedAt, row.placeHeld],
      ['active', at('2025-04-30T08:00:00Z'), 30, null, true],
    )
  })

  test('to what it is already, or with an expiry that means nothing, names the field', async () => {
    const { id } = await delivered()
    const same = await setStatus(id, confirmed({ status: 'active' }))
    assert.deepEqual([same.status, same.body.errors[0].pointer], [422, '/status'])
    const useless = { status: 'terminated', expiresAt: '2025-04-30T08:00:00Z' }
    const answer = await setStatus(id, confirmed(useless))
    assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, '/expiresAt'])
  })

  test('sent twice at once is done once', async () => {
    const { id } = await service()
    const twice = await Promise.all([
      setStatus(id, confirmed({ status: 'terminated' })),
      setStatus(id, confirmed({ status: 'terminated' })),
    ])
    assert.deepEqual(twice.map(({ status }) => status).sort(), [200, 422])
    const edits = (await entriesOf(id)).filter(({ kind }) => kind === 'service.status_edited')
    assert.equal(edits.length, 1)
  })

  test('needs a permission of its own', async () => {
    const { id } = await service()
    const support = await app.staff('support')
    const body = confirmed({ status: 'terminated' })
    assert.equal((await support.post(`${url(id)}/set-status`, body)).status, 403)
  })
})
