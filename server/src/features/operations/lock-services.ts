import { sql } from 'drizzle-orm'
import { idArray } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'

/**
 * Locks services in id order, the house's order; ids that do not exist are passed over.
 *
 * What is locked is the service's row of `service_schedule`, never the row of `services`: a row lock
 * writes its page, and the rows of services are wide and stand each on a page of its own, so that a
 * sweep over the fleet would write the fleet. Whoever is about to decide on a service, or to write
 * it, holds this lock first.
 */
export async function lockServices(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const wanted = new Set(ids)
  if ((await lockScheduled(tx, ids)) >= wanted.size) return
  // One that was never scheduled, or is deleted: the former gets its row, due at once.
  await tx.execute(sql`
    insert into service_schedule (service_id, next_at)
    select id, 'epoch' from services where id = any(${idArray([...wanted])}) order by id
    on conflict do nothing`)
  await lockScheduled(tx, ids)
}

async function lockScheduled(tx: Tx, ids: readonly string[]): Promise<number> {
  const { rowCount } = await keptStatement(
    tx,
    sql`select from service_schedule where service_id = any(${idArray(ids)})
      order by service_id for no key update`,
  )
  return rowCount ?? 0
}
