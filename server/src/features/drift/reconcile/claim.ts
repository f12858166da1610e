import { eq, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { HOUR } from '../../../domain/instant.ts'
import { SYSTEM } from '../../../platform/actor.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import type { ServerRow } from '../../servers/module-server.ts'
import { servers } from '../../servers/tables.ts'
import { readSettings } from '../../settings/sections.ts'
import { reconciliationSettings } from '../settings.ts'
import { reconciliationSchedule, reconciliationSeen, reconciliations } from '../tables.ts'
import { mayBeAsked } from './held-back.ts'
import { IN_HAND, nextRunAt, type Schedule } from './schedule.ts'

export type Run = typeof reconciliations.$inferSelect

/** A server in the hands of this process, for one comparison. */
export interface Claim {
  run: Run
  server: ServerRow
  autoFixRunning: boolean
}

/** Covers what happens between two pages, and the comparison itself. */
const SLACK_MS = 120_000

/** How long a run is believed alive without a word, for one whose calls may take `limitMs`. */
export const leaseMs = (limitMs: number) => limitMs + SLACK_MS

/** Switched off, a server has no next run; this only keeps its row out of the way. */
const NEVER_MS = 24 * HOUR

/** How often servers are compared by themselves, in minutes; 0 = never. */
export async function readInterval(ctx: Context): Promise<number> {
  return (await readSettings(ctx.db, reconciliationSettings)).everyMinutes
}

/** Servers that came since get their place in the loop, those that are gone lose theirs. */
export async function keepSchedules(ctx: Context): Promise<void> {
  const everyMinutes = await readInterval(ctx)
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select s.id from servers s where s.type = any(${sql.param(listableTypes(ctx))}::text[])
      and not exists (select from reconciliation_schedule r where r.server_id = s.id)`)
  const now = ctx.clock.now()
  const fresh = rows.map(({ id }) => ({ serverId: id, dueAt: next(id, now, everyMinutes) }))
  if (fresh.length > 0)
    await ctx.db.insert(reconciliationSchedule).values(fresh).onConflictDoNothing()
  const { rowCount } = await ctx.db.execute(sql`
    delete from reconciliation_schedule r
    where not exists (select from servers s where s.id = r.server_id)`)
  if (rowCount === 0) return
  await ctx.db.execute(sql`
    update drift d set state = 'gone', settled_at = ${instantToSql(now)}::timestamptz, due_at = null
    where d.state in ('open', 'ignored', 'fixing')
      and not exists (select from servers s where s.id = d.server_id)`)
}

const next = (serverId: string, now: number, everyMinutes: number) =>
  everyMinutes === 0 ? now + NEVER_MS : nextRunAt(serverId, now, everyMinutes)

const listableTypes = (ctx: Context) =>
  ctx.modules.all().flatMap(({ id, needsServer }) => (needsServer ? [id] : []))

/**
 * Takes the server that has been due longest, if any: one run per server at a time, whatever the
 * number of processes. What a dead run left is cleared away.
 */
export async function claimNext(ctx: Context): Promise<Claim | null> {
  const everyMinutes = await readInterval(ctx)
  const { rows: due } = await ctx.db.execute(dueServer(ctx, everyMinutes))
  if (due.length === 0) return null
  return inTransaction(ctx, async (tx) => {
    const schedule = await takeDue(tx, ctx, everyMinutes)
    if (!schedule) return null
    const { serverId } = schedule
    const [server] = await tx.select().from(servers).where(eq(servers.id, serverId))
    if (!server) return null
    if (schedule.runId !== null) await buryRun(tx, ctx, schedule.runId)
    const now = ctx.clock.now()
    const limitMs = ctx.modules.get(server.type)?.timeLimitMs ?? 0
    const id = newId()
    await tx
      .update(reconciliationSchedule)
      .set({
        runId: id,
        leaseUntil: sql`clock_timestamp() + ${leaseMs(limitMs)} * interval '1 millisecond'`,
        dueAt: next(serverId, now, everyMinutes),
        requestedBy: null,
        confirmed: false,
      })
      .where(eq(reconciliationSchedule.serverId, serverId))
    const [run] = await tx
      .insert(reconciliations)
      .values({
        ...{ id, serverId, state: 'running' as const, startedAt: now },
        requestedBy: schedule.requestedBy ?? { kind: SYSTEM.kind, id: null, name: SYSTEM.name },
        confirmed: schedule.confirmed,
      })
      .returning()
    if (!run) throw new Error('reconciliation not written')
    await tellChanged(tx, [{ subject: 'server', id: serverId, customerId: null }])
    return { run, server, autoFixRunning: schedule.autoFixRunning }
  })
}

async function takeDue(tx: Tx, ctx: Context, everyMinutes: number): Promise<Schedule | null> {
  const { rows } = await tx.execute<{ server_id: string }>(
    sql`${dueServer(ctx, everyMinutes)} for update of r skip locked`,
  )
  const [due] = rows
  if (!due) return null
  const [row] = await tx
    .select()
    .from(reconciliationSchedule)
    .where(eq(reconciliationSchedule.serverId, due.server_id))
  return row ?? null
}

/** The server that has been due longest and may be asked. */
function dueServer(ctx: Context, everyMinutes: number): SQL {
  const now = ctx.clock.now()
  const at = instantToSql(now)
  const byItself =
    everyMinutes === 0
      ? sql`false`
      : // A due moment farther away than the interval dates from a longer one.
        sql`(r.due_at <= ${at}::timestamptz
            or r.due_at > ${at}::timestamptz + make_interval(mins => ${everyMinutes}))`
  return sql`
    select r.server_id from reconciliation_schedule r
    join servers s on s.id = r.server_id left join server_gate g on g.server_id = s.id
    where (${byItself} or (r.requested_by is not null and r.due_at <= ${at}::timestamptz))
      and not coalesce(${IN_HAND}, false) and ${mayBeAsked(now)}
      and s.type = any(${sql.param(listableTypes(ctx))}::text[])
    order by r.due_at, r.server_id limit 1`
}

/** A run whose worker died: it has compared nothing, and another one starts over. */
async function buryRun(tx: Tx, ctx: Context, runId: string): Promise<void> {
  await tx.delete(reconciliationSeen).where(eq(reconciliationSeen.runId, runId))
  await tx
    .update(reconciliations)
    .set({
      state: 'failed',
      finishedAt: ctx.clock.now(),
      errorCode: 'interrupted',
      errorMessage: 'The process that compared ended before it was done',
    })
    .where(eq(reconciliations.id, runId))
}
