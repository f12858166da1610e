import { and, isNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import { services } from './tables.ts'
import { wakeServices } from './wake.ts'

/**
 * The first document of these services is paid: those that are delivered on payment are next for
 * the automation.
 */
export async function markServicesPaid(tx: Tx, env: Env, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await kept(
    tx
      .update(services)
      .set({ paidAt: env.now })
      .where(and(anyOf(services.id, ids), isNull(services.paidAt))),
  )
  await wakeServices(tx, ids, env.now)
}
