import { desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import { toInstantJson } from '../../../platform/json.ts'
import { decodeCursor, toPage } from '../../../platform/pagination.ts'
import { type Language, say, type Text } from '../../../platform/text.ts'
import type { DRIFT_BATCH_ROW_STATES, DriftBatchJson, DriftBatchRowJson } from '../schemas.ts'
import { driftBatches } from '../tables.ts'
import { asksForCount } from './bulk.ts'
import type { DriftBatch } from './create.ts'

interface Page {
  limit: number
  cursor?: string
}

/** Batches, the newest first. */
export async function listDriftBatches(db: Db, { limit, cursor }: Page, language: Language) {
  const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0])
  const rows = await db
    .select()
    .from(driftBatches)
    .where(before === undefined ? undefined : lt(driftBatches.number, before))
    .orderBy(desc(driftBatches.number))
    .limit(limit + 1)
  const page = toPage(rows, limit, (row) => [row.number])
  const items: DriftBatchJson[] = []
  for (const batch of page.items) items.push(await presentBatch(db, batch, language))
  const total = { count: await db.$count(driftBatches), exact: true }
  return { items, nextCursor: page.nextCursor, total }
}

/** Null for an unknown id. */
export async function findDriftBatch(
  db: Db,
  id: string,
  language: Language,
): Promise<DriftBatchJson | null> {
  const [batch] = await db.select().from(driftBatches).where(eq(driftBatches.id, id))
  return batch ? presentBatch(db, batch, language) : null
}

async function presentBatch(
  db: Db,
  batch: DriftBatch,
  language: Language,
): Promise<DriftBatchJson> {
  const { rows } = await db.execute<{ state: string; n: string }>(sql`
    select state, count(*) as n from drift_batch_rows where batch_id = ${batch.id} group by state`)
  const count = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0)
  const isAhead = batch.confirmedAt === null
  const person = ({ kind, id, name }: DriftBatch['createdBy']) => ({ kind, id, name })
  return {
    ...{ id: batch.id, number: batch.number, action: batch.action, input: batch.input },
    state: batch.state,
    counts: {
      total: batch.total,
      willDo: isAhead ? count('open') : 0,
      waiting: isAhead ? 0 : count('open'),
      ...{ skipped: count('skipped'), done: count('done'), failed: count('failed') },
      cancelled: count('cancelled'),
    },
    skips: await skipsOf(db, batch.id, language),
    typedConfirmation: asksForCount(batch.action),
    stoppedBecause: batch.stoppedBecause && say(batch.stoppedBecause, language),
    createdBy: person(batch.createdBy),
    runBy: batch.runBy && person(batch.runBy),
    createdAt: toInstantJson(batch.createdAt),
    plannedAt: toInstantJson(batch.plannedAt),
    confirmedAt: toInstantJson(batch.confirmedAt),
    finishedAt: toInstantJson(batch.finishedAt),
  }
}

async function skipsOf(db: Db, batchId: string, language: Language) {
  const { rows } = await db.execute<{ code: string; reason: Text; n: string }>(sql`
    select reason_code as code, reason, count(*) as n from drift_batch_rows
    where batch_id = ${batchId} and state = 'skipped'
    group by 1, 2 order by 3 desc, 1 limit 20`)
  return rows.map(({ code, reason, n }) => ({ code, text: say(reason, language), n: Number(n) }))
}

type RowState = (typeof DRIFT_BATCH_ROW_STATES)[number]

interface FoundRow extends Record<string, unknown> {
  position: number
  drift_id: string
  state: 'open' | Exclude<RowState, 'willDo' | 'waiting'>
  effects: Text[]
  reason_code: string | null
  reason: Text | null
  operation_id: string | null
  finished_at: string | null
  kind: DriftBatchRowJson['kind']
  remote_id: string
  drift_state: DriftBatchRowJson['driftState']
  error_code: string | null
  error_message: string | null
  server_name: string | null
  service: DriftBatchRowJson['service']
}

/** Rows of a batch in their order, with how each difference stands by now. */
export async function listDriftBatchRows(
  db: Db,
  { id, isAhead }: { id: string; isAhead: boolean },
  { limit, cursor, state, language }: Page & { state?: RowState; language: Language },
) {
  const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0])
  const { rows } = await db.execute<FoundRow>(sql`
    select r.position, r.drift_id, r.state, r.effects, r.reason_code, r.reason, r.operation_id,
      r.finished_at, d.kind, d.remote_id, d.state as drift_state, d.error_code, d.error_message,
      v.name as server_name, case when s.id is not null then
        jsonb_build_object('id', s.id, 'number', s.number, 'name', s.name) end as service
    from drift_batch_rows r join drift d on d.id = r.drift_id
    left join servers v on v.id = d.server_id left join services s on s.id = d.service_id
    where r.batch_id = ${id} and r.position > ${after} and ${stateIs(state)}
    order by r.position limit ${limit + 1}`)
  const page = toPage(rows, limit, (row) => [row.position])
  const items = page.items.map((row) => rowOut(row, isAhead, language))
  return { items, nextCursor: page.nextCursor }
}

function stateIs(state: RowState | undefined): SQL {
  if (state === undefined) return sql`r.state <> 'listed'`
  return sql`r.state = ${state === 'willDo' || state === 'waiting' ? 'open' : state}`
}

function rowOut(row: FoundRow, isAhead: boolean, language: Language): DriftBatchRowJson {
  return {
    driftId: row.drift_id,
    kind: row.kind,
    remoteId: row.remote_id,
    serverName: row.server_name,
    service: row.service,
    state: row.state === 'open' ? (isAhead ? 'willDo' : 'waiting') : row.state,
    effects: row.effects.map((effect) => say(effect, language)),
    reason: row.reason && { code: row.reason_code ?? '', text: say(row.reason, language) },
    operationId: row.operation_id,
    driftState: row.drift_state,
    error:
      row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    finishedAt: row.finished_at === null ? null : toInstantJson(instantFromSql(row.finished_at)),
  }
}
