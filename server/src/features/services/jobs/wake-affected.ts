import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Db } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { products } from '../../catalog/tables.ts'
import { services } from '../tables.ts'
import { wakeServices } from '../wake.ts'

/** Services woken in one transaction. */
const CHUNK = 1000
/** Sections of the settings that the automation decides by. */
const DECIDING_SECTIONS = new Set(['services', 'business'])

/** Makes the automation decide again on every service that a change of the rules may move. */
export async function wakeAffected(ctx: Context, changed: EventPayload): Promise<void> {
  const affected = affectedBy(ctx.db, changed)
  if (!affected) return
  for (let after = NO_ID; ; ) {
    const rows = await ctx.db
      .select({ id: services.id })
      .from(services)
      .where(and(affected, gt(services.id, after)))
      .orderBy(services.id)
      .limit(CHUNK)
    const ids = rows.map((row) => row.id)
    await inTransaction(ctx, (tx) => wakeServices(tx, ids, ctx.clock.now()))
    const last = ids.at(-1)
    if (ids.length < CHUNK || last === undefined) return
    after = last
  }
}

export const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Archived services have no next step that a policy could move. */
export function affectedBy(db: Db, changed: EventPayload): SQL | undefined {
  const { customerId, productId, groupId, section } = changed
  const living = sql`${services.archivedAt} is null`
  if (typeof customerId === 'string') return and(living, eq(services.customerId, customerId))
  if (typeof productId === 'string') return and(living, eq(services.productId, productId))
  if (typeof groupId === 'string') {
    const own = db.select({ id: products.id }).from(products).where(eq(products.groupId, groupId))
    return and(living, inArray(services.productId, own))
  }
  return DECIDING_SECTIONS.has(String(section)) ? living : undefined
}

export async function customersServices(db: Db, customerId: string): Promise<string[]> {
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(eq(services.customerId, customerId))
    .orderBy(services.id)
  return rows.map((row) => row.id)
}
