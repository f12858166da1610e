import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveBatch, readBatch, rowsOf, runBatch } from '../../../test/factories/batch.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { startRecordingApp } from '../../../test/factories/operation.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { DAY } from '../../domain/instant.ts'

const { app, recording, delivered } = await startRecordingApp()
const staff = await app.staff()
const start = app.clock.now()

let serial = 0
const live = () => delivered({ name: `service ${++serial}` })

async function act(id: string, verb: string, input: Record<string, unknown> = {}) {
  const answer = await staff.post(`/api/v1/admin/services/${id}/${verb}`, input)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  await app.settle()
}

/** Undoes a batch: prepares, confirms and runs the way back. */
async function undo(batchId: string) {
  const made = await moveBatch(staff, batchId, 'undo')
  await app.settle()
  const planned = await readBatch(staff, made.batchId)
  if (planned.counts.willDo > 0) await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  return readBatch(staff, planned.id)
}

interface WayBack {
  action: string
  input?: Record<string, unknown>
  /** What was done to the service before the batch. */
  before?: [verb: string, input: Record<string, unknown>][]
  as: string
}

const WAYS: WayBack[] = [
  { action: 'service.suspend', input: { cause: 'abuse' }, as: 'service.unsuspend' },
  {
    action: 'service.suspend',
    input: { cause: 'abuse' },
    before: [['suspend', { cause: 'dispute' }]],
    as: 'service.unsuspend',
  },
  {
    action: 'service.suspend',
    input: { cause: 'abuse', note: 'all of them' },
    before: [['suspend', { cause: 'abuse', note: 'see ticket 12', message: 'Call us.' }]],
    as: 'service.unsuspend',
  },
  {
    action: 'service.unsuspend',
    before: [
      ['suspend', { cause: 'dispute', note: 'see ticket 12' }],
      ['suspend', { cause: 'abuse' }],
    ],
    as: 'service.suspend',
  },
  { action: 'service.hold', input: { until: null }, as: 'service.release' },
  {
    action: 'service.hold',
    input: { until: null },
    before: [['hold', { until: '2025-06-01T00:00:00Z', reason: 'promised' }]],
    as: 'service.release',
  },
  {
    action: 'service.release',
    before: [['hold', { until: '2025-06-01T00:00:00Z', reason: 'promised' }]],
    as: 'service.hold',
  },
  { action: 'service.add_days', input: { days: 40 }, as: 'service.subtract_days' },
  { action: 'service.subtract_days', input: { days: 9 }, as: 'service.add_days' },
  { action: 'service.cancel', input: { when: 'end_of_period' }, as: 'service.undo_cancellation' },
  {
    action: 'service.undo_cancellation',
    before: [['cancel', { when: 'end_of_period', details: 'moves away' }]],
    as: 'service.cancel',
  },
  { action: 'service.set_policy', input: { suspendAfterDays: 9 }, as: 'service.set_policy' },
  { action: 'service.resume_automation', as: 'service.pause_automation' },
]

/** Secrets are sealed anew by each outcome; the moment of a suspension is a new one. */
async function standing(id: string) {
  const changing = ['version', 'search', 'suspendedAt', 'resource']
  const row = Object.entries(await readService(app, id))
  return Object.fromEntries(row.filter(([column]) => !changing.includes(column)))
}

for (const { action, input = {}, before = [], as } of WAYS) {
  const after = before.map(([verb]) => verb).join(' and ')
  test(`undo of ${action}${after && ` after ${after}`} puts back what was`, async () => {
    const { id } = await live()
    for (const [verb, wish] of before) await act(id, verb, wish)
    const was = await standing(id)
    const done = await runBatch(app, staff, { action, input, select: { ids: [id] } })
    assert.equal(done.counts.done, 1)
    assert.notDeepEqual(await standing(id), was)
    const undone = await undo(done.id)
    assert.equal(undone.counts.done, 1, JSON.stringify([...(await rowsOf(staff, undone.id))]))
    assert.equal(undone.action, as)
    assert.equal(undone.undoOf, done.id)
    assert.deepEqual(await standing(id), was)
    const [by] = (await readBatch(staff, done.id)).undoneBy
    assert.equal(by.id, undone.id)
  })
}

test('a service that was changed since is left alone, with the reason', async () => {
  const [touched, untouched] = [await live(), await live()]
  const ids = [touched.id, untouched.id]
  const done = await runBatch(app, staff, {
    action: 'service.suspend',
    input: { cause: 'abuse' },
    select: { ids },
  })
  await act(touched.id, 'rename', { name: 'touched' })
  const undone = await undo(done.id)
  assert.deepEqual([undone.counts.done, undone.counts.skipped], [1, 1])
  const [skipped] = undone.summary.skips
  assert.deepEqual(
    [skipped.code, skipped.text],
    ['changed_since', 'The service was changed since.'],
  )
  assert.equal((await readService(app, touched.id)).status, 'suspended')
  assert.equal((await readService(app, untouched.id)).status, 'active')
})

test('only what was done is undone: a failed row is not', async () => {
  const [one, other] = [await live(), await live()]
  recording.next('suspend', { kind: 'refuse', code: 'rejected' })
  const done = await runBatch(app, staff, {
    action: 'service.suspend',
    select: { ids: [one.id, other.id] },
  })
  assert.deepEqual([done.counts.done, done.counts.failed], [1, 1])
  assert.equal((await undo(done.id)).counts.total, 1)
})

test('undo of renew withdraws what is open and unpaid, and nothing that stood before', async () => {
  const { customer } = await makeCustomer(app)
  const monthly = (name: string) =>
    makeService(app, {
      ...{ customerId: customer.id, status: 'active', name, anchorDay: 15 },
      expiresAt: start + 20 * DAY,
    })
  const [asked, before] = [await monthly('asked'), await monthly('before')]
  await act(before.id, 'renew')
  const done = await runBatch(app, staff, {
    action: 'service.renew',
    select: { ids: [asked.id, before.id] },
  })
  assert.equal(done.counts.done, 2)
  const undone = await undo(done.id)
  const rows = await rowsOf(staff, undone.id)
  assert.equal(rows.get('asked')?.state, 'done')
  assert.equal(rows.get('before')?.reason?.code, 'not_undoable')
  const { body } = await staff.get(`/api/v1/admin/documents?customerId=${customer.id}`)
  const states = body.items.map((document: { state: string }) => document.state)
  assert.deepEqual(states.sort(), ['open', 'void'])
})

test('undo of renew asks again for the renewal that it took the place of', async () => {
  const { id } = await makeService(app, {
    ...{ status: 'active', anchorDay: 15, expiresAt: start + 20 * DAY, price: 1000n },
  })
  await act(id, 'renew', { cycle: 'quarterly', price: '2700' })
  const done = await runBatch(app, staff, {
    action: 'service.renew',
    input: { cycle: 'monthly' },
    select: { ids: [id] },
  })
  assert.equal(done.counts.done, 1)
  assert.equal((await undo(done.id)).counts.done, 1)
  const { items } = (await staff.get(`/api/v1/admin/services/${id}/renewals`)).body
  const open = items.filter(({ state }: { state: string }) => state === 'open')
  assert.deepEqual([items.length, open.length], [3, 1])
  assert.deepEqual([open[0].cycle, open[0].price.amount], ['quarterly', '2700'])
})

test('what cannot be taken back says so plainly', async () => {
  const { id, name } = await live()
  const done = await runBatch(
    app,
    staff,
    { action: 'service.terminate', select: { ids: [id] } },
    { count: 1 },
  )
  assert.equal(done.undoLeaves, null)
  const refused = await staff.post(`/api/v1/admin/batches/${done.id}/undo`)
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'batch_no_undo')
  assert.equal(refused.body.detail, 'This action cannot be undone.')
  assert.ok(name)
})

test('one way back at a time; asked twice, the second is refused', async () => {
  const { id } = await live()
  const done = await runBatch(app, staff, {
    action: 'service.hold',
    input: { until: null },
    select: { ids: [id] },
  })
  const url = `/api/v1/admin/batches/${done.id}/undo`
  const answers = await Promise.all([staff.post(url), staff.post(url)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  const made = answers.find(({ status }) => status === 200)?.body.batchId
  await app.settle()
  await moveBatch(staff, made, 'discard')
  assert.equal((await undo(done.id)).counts.done, 1)
})
