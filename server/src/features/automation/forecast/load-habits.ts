import { sql } from 'drizzle-orm'
import type { PaymentHabit } from '../../../domain/automation/index.ts'
import { DAY, type Instant } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'

/** What customers are taken to do with what they are asked to pay. */
export const ASSUMPTIONS = ['nobody', 'on_time', 'as_before'] as const
export type Assumption = (typeof ASSUMPTIONS)[number]

/** How far back a customer's payments say what they will do. */
const REMEMBERED_MS = 365 * DAY

/**
 * How customers paid in the last year: the median of the calendar days between a document's opening
 * and its payment, and of the time of day. Who was asked and never paid will not; who was never asked
 * is new, and pays on time.
 */
export async function loadHabits(
  db: Db,
  customerIds: readonly string[],
  { now, zone }: { now: Instant; zone: string },
): Promise<Map<string, PaymentHabit>> {
  const days = sql`paid.at::date - (created_at at time zone ${zone})::date`
  const { rows } = await db.execute<{ id: string; days: number | null; ms: number | null }>(sql`
    select customer_id as id,
      percentile_disc(0.5) within group (order by ${days}) filter (where paid_at is not null) as days,
      percentile_disc(0.5) within group (order by (extract(epoch from paid.at::time) * 1000)::int)
        filter (where paid_at is not null) as ms
    from documents, lateral (select paid_at at time zone ${zone} as at) paid
    where customer_id = any(${sql.param([...customerIds])}::uuid[])
      and kind = 'invoice' and gross > 0
      and created_at > ${instantToSql(now - REMEMBERED_MS)}::timestamptz
      and (paid_at is not null or due_at < ${instantToSql(now)}::timestamptz)
    group by customer_id`)
  return new Map(
    rows.map(({ id, days: paysAfterDays, ms: paysAtMs }) => [
      id,
      paysAfterDays === null || paysAtMs === null ? 'nobody' : { paysAfterDays, paysAtMs },
    ]),
  )
}
