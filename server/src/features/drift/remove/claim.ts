import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { instantFromSql, instantToSql } from '../../../platform/columns.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import type { Drift } from '../drift-subject.ts'
import { leaseMs } from '../reconcile/claim.ts'
import { mayBeAsked } from '../reconcile/held-back.ts'
import { drift } from '../tables.ts'

/** Looking, removing and looking again. */
const CALLS = 3

/** A removal whose worker is alive holds its lease. */
const FREE = sql`(d.lease_until is null or d.lease_until < clock_timestamp())`

/**
 * Takes the removal that has been due longest, if any; by its number an outcome tells whether it is
 * still the claim's. One whose worker died is taken up again: removing what is gone succeeds.
 */
export async function claimRemoval(ctx: Context): Promise<Drift | null> {
  const next = await nextRemovalAt(ctx)
  const now = ctx.clock.now()
  if (next === null || next > now) return null
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ id: string; type: string }>(sql`
      select d.id, s.type from drift d join servers s on s.id = d.server_id
      left join server_gate g on g.server_id = s.id
      where d.state = 'fixing' and d.due_at <= ${instantToSql(now)}::timestamptz
        and ${FREE} and ${mayBeAsked(now)}
      order by d.due_at, d.id limit 1 for update of d skip locked`)
    const [due] = rows
    if (!due) return null
    const limitMs = (ctx.modules.get(due.type)?.timeLimitMs ?? 0) * CALLS
    const [claimed] = await tx
      .update(drift)
      .set({
        claimNo: sql`${drift.claimNo} + 1`,
        leaseUntil: sql`clock_timestamp() + ${leaseMs(limitMs)} * interval '1 millisecond'`,
      })
      .where(eq(drift.id, due.id))
      .returning()
    return claimed ?? null
  })
}

/** The condition of a claim that still holds. */
export const heldBy = ({ id, claimNo }: Drift) =>
  and(eq(drift.id, id), eq(drift.claimNo, claimNo), eq(drift.state, 'fixing'))

/** The earliest moment at which a removal is tried, for a clock that travels. */
export async function nextRemovalAt(ctx: Context): Promise<number | null> {
  const { rows } = await ctx.db.execute<{ at: string | null }>(sql`
    select min(d.due_at) as at from drift d join servers s on s.id = d.server_id
    left join server_gate g on g.server_id = s.id
    where d.state = 'fixing' and d.due_at is not null and ${FREE}
      and ${mayBeAsked(ctx.clock.now())}`)
  const at = rows[0]?.at ?? null
  return at === null ? null : instantFromSql(at)
}
