import { count, isNotNull, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { services } from '../services/tables.ts'

/** How many services carry each reason; those that none carries are missing. */
export async function reasonUses(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const asked: SQL = sql`${isNotNull(services.cancellationRequestedAt)}
    and ${anyOf(services.cancellationReasonId, ids)}`
  const rows = await db
    .select({ id: services.cancellationReasonId, uses: count() })
    .from(services)
    .where(asked)
    .groupBy(services.cancellationReasonId)
  return new Map(rows.map(({ id, uses }) => [id ?? '', uses]))
}
