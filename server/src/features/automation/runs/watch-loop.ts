import { and, gt, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { GATEWAY_PATIENCE_MS } from '../../../domain/brake.ts'
import { localDate } from '../../../domain/calendar.ts'
import { HOUR, type Instant, MINUTE } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { emit } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { askGateway } from '../../payments/gateways/ask-gateway.ts'
import { noteGateway } from '../../payments/gateways/note-gateway.ts'
import { gatewayOf } from '../../payments/gateways/open-gateways.ts'
import { gatewayHealth } from '../../payments/tables.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { brakeAlarms } from '../brake/tables.ts'
import { sweepHeartbeat } from '../tables.ts'

/** Staff are told when the last sweep is older than this while something is due. */
export const STANDSTILL_MS = 15 * MINUTE
/** So long they are not told again. */
const TOLD_MS = HOUR
/** After so long without an answer a gateway is asked every time. */
const ASK_AFTER_MS = HOUR

/**
 * Watches the automation itself: it does no more than tell staff, so that whoever does not sweep
 * can notice that nobody does.
 */
export function watchLoop(ctx: Context): DueLoop {
  return {
    name: 'automation.watch',
    everyMs: MINUTE,
    async runDue(now) {
      await tellStandstill(ctx, now)
      await askSilentGateways(ctx, now)
      await tellSilentGateways(ctx, now)
      return 0
    },
  }
}

/** What staff are told when nothing sweeps. */
export interface Standstill {
  at: Instant
  lastSweepAt: Instant
  /** Services that wait, up to 10 000. */
  due: number
}

/** Tells staff that nothing sweeps, at most once an hour. Null when there was nothing to tell. */
export async function tellStandstill(ctx: Context, now: Instant): Promise<Standstill | null> {
  return inTransaction(ctx, async (tx) => {
    const due = await countDue(tx, now)
    if (due === 0) return null
    const [row] = await tx
      .update(sweepHeartbeat)
      .set({ lateToldAt: now })
      .where(
        and(
          lt(sweepHeartbeat.lastAt, now - STANDSTILL_MS),
          or(isNull(sweepHeartbeat.lateToldAt), lte(sweepHeartbeat.lateToldAt, now - TOLD_MS)),
        ),
      )
      .returning()
    if (!row) return null
    const standstill = { at: now, lastSweepAt: row.lastAt, due }
    emit(tx, 'automation.late', [standstill])
    return standstill
  })
}

async function countDue(tx: Tx, now: Instant): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`
    select count(*) as n from (select from service_schedule
      where next_at <= ${instantToSql(now)}::timestamptz order by next_at limit 10000) found`)
  return Number(rows[0]?.n ?? 0)
}

/**
 * A gateway that failed once and was not called since may well be there: before its silence counts,
 * it is asked again. One that nobody can pay with holds nothing up.
 */
async function askSilentGateways(ctx: Context, now: Instant): Promise<void> {
  const silent = await silentSince(ctx, now - ASK_AFTER_MS)
  for (const { gateway: id } of silent) {
    const open = await gatewayOf(ctx, id)
    if (open?.enabled)
      await askGateway(ctx, open, { run: (asked, context) => asked.testConnection(context) })
    else await noteGateway(ctx, id, { ok: true })
  }
}

function silentSince({ db }: Context, since: Instant) {
  return db
    .select()
    .from(gatewayHealth)
    .where(and(gt(gatewayHealth.failingSince, 0), lte(gatewayHealth.failingSince, since)))
}

/** Once a day and gateway. */
async function tellSilentGateways(ctx: Context, now: Instant): Promise<void> {
  const silent = await silentSince(ctx, now - GATEWAY_PATIENCE_MS)
  if (silent.length === 0) return
  await inTransaction(ctx, async (tx) => {
    const { timeZone } = await readSettings(tx, businessSettings)
    const day = localDate(now, timeZone)
    for (const { gateway, failingSince: since } of silent) {
      const told = await tx
        .insert(brakeAlarms)
        .values({ day, reason: `gateway:${gateway}`, at: now })
        .onConflictDoNothing()
        .returning()
      if (told.length > 0) emit(tx, 'gateway.unreachable', [{ gateway, since }])
    }
  })
}
