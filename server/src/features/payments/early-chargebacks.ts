import { and, eq, gt, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { DAY } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { gatewayEvents, UNMATCHED_CHARGEBACK } from './tables.ts'

/** Key of the advisory lock under which new payments and chargebacks without one pass each other. */
const LOCK = 7_203_441

/** A chargeback is told this long before its payment at most. */
const EARLY_MS = DAY

/**
 * For a chargeback whose payment is not on record: waits until payments that are being recorded are,
 * and holds up others until the end of its transaction. Then a payment that is still not found will
 * find the chargeback.
 */
export async function awaitPaymentsUnderWay(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
}

/**
 * Chargebacks that were told before any payment of theirs are read again when one is recorded:
 * notices come in any order.
 */
export async function readEarlyChargebacks(
  tx: Tx,
  { now }: Pick<Env, 'now'>,
  gateway: string,
): Promise<void> {
  await passEachOther(tx).execute({})
  const since = now - EARLY_MS
  const waiting = await takeUnmatched(tx).execute({ gateway, since })
  if (waiting.length === 0) return
  emit(
    tx,
    'gateway_event.stored',
    waiting.map(({ id: gatewayEventId }) => ({ gatewayEventId })),
  )
}

const passEachOther = preparedIn((db) =>
  db
    .select({ locked: sql`pg_advisory_xact_lock_shared(${sql.raw(String(LOCK))})` })
    .from(sql`(values (1)) as once(n)`)
    .prepare('payments_pass'),
)

const takeUnmatched = preparedIn((db) =>
  db
    .update(gatewayEvents)
    .set({ processedAt: null, outcome: null })
    .where(
      and(
        sql`${gatewayEvents.outcome} = ${sql.raw(`'${UNMATCHED_CHARGEBACK}'`)}`,
        eq(gatewayEvents.gateway, sql.placeholder('gateway')),
        gt(
          gatewayEvents.receivedAt,
          sql`${sql.param(sql.placeholder('since'), gatewayEvents.receivedAt)}`,
        ),
      ),
    )
    .returning({ id: gatewayEvents.id })
    .prepare('chargebacks_unmatched'),
)
