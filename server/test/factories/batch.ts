import assert from 'node:assert/strict'
import type { z } from 'zod'
import type { batchRowJson } from '../../src/features/batches/schemas.ts'
import type { TestApp, TestClient } from '../app.ts'

const URL = '/api/v1/admin/batches'

interface Wanted {
  action: string
  input?: Record<string, unknown>
  select: { ids: string[] } | { filters: Record<string, unknown> }
}

/** A batch through the API, planned; answers it as the page shows it. */
export async function planBatch(app: TestApp, staff: TestClient, wanted: Wanted) {
  const made = await staff.post(URL, wanted)
  assert.equal(made.status, 202, JSON.stringify(made.body))
  await app.settle()
  return readBatch(staff, made.body.id)
}

export async function readBatch(staff: TestClient, id: string) {
  const answer = await staff.get(`${URL}/${id}`)
  assert.equal(answer.status, 200)
  return answer.body
}

/** A verb on a batch; fails unless it is accepted. */
export async function moveBatch(
  staff: TestClient,
  id: string,
  verb: 'confirm' | 'pause' | 'resume' | 'cancel-rest' | 'retry-failed' | 'undo' | 'discard',
  input: Record<string, unknown> = {},
) {
  const answer = await staff.post(`${URL}/${id}/${verb}`, input)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

type BatchRow = z.output<typeof batchRowJson>

/** Its rows by the service's name. */
export async function rowsOf(staff: TestClient, id: string, query = 'limit=200') {
  const { body } = await staff.get(`${URL}/${id}/rows?${query}`)
  const rows: BatchRow[] = body.items
  return new Map(rows.map((row) => [row.service.name, row]))
}

/** Plans, confirms and runs; answers the finished batch. */
export async function runBatch(
  app: TestApp,
  staff: TestClient,
  wanted: Wanted,
  confirmation: Record<string, unknown> = {},
) {
  const { id } = await planBatch(app, staff, wanted)
  await moveBatch(staff, id, 'confirm', confirmation)
  await app.settle()
  return readBatch(staff, id)
}
