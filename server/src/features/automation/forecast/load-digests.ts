import { sql } from 'drizzle-orm'
import type { KnownDigest } from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import { instantFromSql, instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'

/** No mail of a day is written so long before it leaves. */
const WRITTEN_BEFORE = sql`interval '70 days'`

/** The customers' daily mails that leave from a moment on or have left since, by customer. */
export async function loadDigests(
  db: Db,
  customerIds: readonly string[],
  since: Instant,
): Promise<Map<string, KnownDigest[]>> {
  type Row = { customer_id: string; leaves_at: string; has_left: boolean; is_further: boolean }
  const from = sql`${instantToSql(since)}::timestamptz`
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select customer_id, coalesce(sent_at, due_at) as leaves_at,
      (state <> 'queued' or attempts > 0) as has_left,
      dedupe_key ~ ':[0-9]+$' as is_further
    from mails
    where customer_id = any(${sql.param([...customerIds])}::uuid[]) and template = 'digest'
      and created_at >= ${from} - ${WRITTEN_BEFORE} and coalesce(sent_at, due_at) >= ${from}
    order by leaves_at, id`)
  const byCustomer = Map.groupBy(rows, (row) => row.customer_id)
  return new Map(
    [...byCustomer].map(([id, own]) => [
      id,
      own.map((row) => ({
        leavesAt: instantFromSql(row.leaves_at),
        hasLeft: row.has_left,
        isFurther: row.is_further,
      })),
    ]),
  )
}
