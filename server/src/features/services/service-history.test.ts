import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startRecordingApp } from '../../../test/factories/operation.ts'

const { app, recording, delivered } = await startRecordingApp()
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const TERM = { expiresAt: at('2025-03-20T08:00:00Z'), anchorDay: 20 }

interface Item {
  kind: string
  subject: string
  before: object | null
  after: object | null
  operation: { id: string; kind: string; state: string; attempts: number; error: string } | null
}

test('a service’s history has its operations with attempts and errors, and may be filtered', async () => {
  const { id } = await delivered(TERM)
  recording.next('suspend', { kind: 'refuse', code: 'rejected', message: 'quota exceeded' })
  await staff.post(`/api/v1/admin/services/${id}/suspend`, { cause: 'abuse' })
  await app.settle()
  const read = async (query = '') =>
    (await staff.get(`/api/v1/admin/services/${id}/history?${query}`)).body.items as Item[]
  const all = await read()
  const failed = all.find(({ kind }) => kind === 'operation.failed')
  assert.deepEqual(
    [failed?.operation?.kind, failed?.operation?.attempts, failed?.operation?.error],
    ['suspend', 1, 'quota exceeded'],
  )
  const log = await staff.get(`/api/v1/admin/operations/${failed?.operation?.id}`)
  assert.ok(log.body.log.length > 0)
  const made = all.find(({ kind }) => kind === 'service.delivered')
  assert.equal(made?.operation?.kind, 'create')
  const requested = await read('kind=service.suspension_requested&actorKind=staff')
  assert.deepEqual(
    requested.map(({ before }) => before),
    [{ suspensions: [] }],
  )
  assert.ok((await read('kind=operation.')).every(({ subject }) => subject === 'operation'))
  assert.deepEqual(await read('to=2025-03-01T00:00:00Z'), [])
})

test('moments before and after are written as everywhere in the API', async () => {
  const { id } = await delivered(TERM)
  await staff.post(`/api/v1/admin/services/${id}/add-days`, { days: 2 })
  const query = 'kind=service.days_added'
  const { items } = (await staff.get(`/api/v1/admin/services/${id}/history?${query}`)).body
  assert.equal(items[0].before.expiresAt, '2025-03-20T08:00:00.000Z')
  assert.equal(items[0].after.expiresAt, '2025-03-22T08:00:00.000Z')
})
