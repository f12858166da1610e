import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { type CheckEnv, refused, type Verdict } from '../../platform/action.ts'
import type { Tx } from '../../platform/db.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { ServiceSubject } from '../services/subject.ts'
import type { Batch } from './batch-subject.ts'
import { implementationOf } from './implementation.ts'
import { type InputOf, readInputs } from './read-inputs.ts'
import { actorThen } from './runner.ts'
import { batches, batchRows } from './tables.ts'

/** Services looked at in one transaction. */
const CHUNK = 500

interface Listed {
  position: number
  serviceId: string
  version: number | null
}

interface Judged extends Listed {
  verdict: Verdict
  serverId: string | null
}

/**
 * Asks the next services of the frozen list what the action would do to them, and stores the
 * answers. Several workers may plan one batch. Answers how many were asked.
 */
export async function planChunk(ctx: Context, batchId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    // Whoever discards the batch waits for the chunk; several chunks do not wait for each other.
    const [batch] = await tx.select().from(batches).where(eq(batches.id, batchId)).for('key share')
    if (batch?.state !== 'planning') return 0
    const rows = await takeListed(tx, batchId)
    if (rows.length === 0) return 0
    await writeVerdicts(tx, batchId, await judge(tx, ctx, batch, rows))
    return rows.length
  })
}

function takeListed(tx: Tx, batchId: string): Promise<Listed[]> {
  return tx
    .select({
      position: batchRows.position,
      serviceId: batchRows.serviceId,
      version: batchRows.version,
    })
    .from(batchRows)
    .where(and(eq(batchRows.batchId, batchId), eq(batchRows.state, 'listed')))
    .orderBy(batchRows.position)
    .limit(CHUNK)
    .for('update', { skipLocked: true })
}

async function judge(tx: Tx, ctx: Context, batch: Batch, rows: Listed[]): Promise<Judged[]> {
  const action = implementationOf(batch)
  const ids = rows.map((row) => row.serviceId)
  const now = ctx.clock.now()
  const subjects = await action.on.load(tx, ids, now)
  const inputOf = await readInputs(tx, batch, ids)
  const env = { actor: actorThen(batch.createdBy), now }
  return rows.map((row) => {
    const subject = subjects.get(row.serviceId) as ServiceSubject | undefined
    const verdict = verdictOf(row, subject, { check: action.check, inputOf, env })
    return { ...row, verdict, serverId: subject?.service.serverId ?? null }
  })
}

interface Judgement {
  check(subject: unknown, input: unknown, env: CheckEnv): Verdict
  inputOf: InputOf
  env: CheckEnv
}

function verdictOf(
  { serviceId, version }: Listed,
  subject: ServiceSubject | undefined,
  { check, inputOf, env }: Judgement,
): Verdict {
  if (!subject) return refused('not_found')
  if (version !== null && version !== subject.service.version) return refused('changed_since')
  const input = inputOf(serviceId)
  return input === null ? refused('not_undoable') : check(subject, input, env)
}

async function writeVerdicts(tx: Tx, batchId: string, rows: readonly Judged[]): Promise<void> {
  const column = <T>(pick: (row: Judged) => T) => sql.param(rows.map(pick))
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  const said = ({ verdict }: Judged) =>
    verdict.allowed
      ? { effects: verdict.effects, outcome: verdict.outcome }
      : { code: verdict.code, reason: verdict.reason }
  await tx.execute(sql`
    update batch_rows r set
      state = case when v.reason_code is null then 'open' else 'skipped' end,
      server_id = v.server_id, effects = v.effects, outcome = v.outcome,
      reason_code = v.reason_code, reason = v.reason
    from unnest(
      ${column((row) => row.position)}::int[],
      ${column((row) => row.serverId)}::uuid[],
      ${column((row) => json(said(row).effects ?? []))}::jsonb[],
      ${column((row) => json(said(row).outcome))}::jsonb[],
      ${column((row) => said(row).code ?? null)}::text[],
      ${column((row) => json(said(row).reason))}::jsonb[]
    ) as v(position, server_id, effects, outcome, reason_code, reason)
    where r.batch_id = ${batchId} and r.position = v.position`)
}
