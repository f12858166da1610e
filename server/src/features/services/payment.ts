import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { ENDED_STATUSES } from '../../domain/service-status.ts'
import { anyOf } from '../../platform/any-of.ts'
import { arrayText } from '../../platform/array-text.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import { services } from './tables.ts'
import { tellAutomation, wakeRows } from './wake.ts'

/**
 * The first document of these services is paid: those that are delivered on payment are next for
 * the automation. Answers the ids of those that live; of one that has ended nothing is changed.
 */
export async function markServicesPaid(
  tx: Tx,
  { now }: Pick<Env, 'now'>,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await keptStatement<{ id: string }>(
    tx,
    sql`
    with living as materialized (
      select id from services
      where ${anyOf(services.id, ids)} and status <> all(${arrayText([...ENDED_STATUSES])}::text[])),
    paid as (
      update services set paid_at = ${instantToSql(now)}::timestamptz
      from living where services.id = living.id and services.paid_at is null),
    woken as (${wakeRows(sql`living`, now)})
    select id from living`,
  )
  if (rows.length > 0) await tellAutomation(tx)
  return new Set(rows.map(({ id }) => id))
}
