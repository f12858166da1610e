import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import type { JobHandlers } from '../../../platform/jobs.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { refreshSearch } from '../search-text.ts'
import { services } from '../tables.ts'
import { wakeServices } from '../wake.ts'

/** What a change of a customer means for its services. Both set, so both may run again. */
export function followCustomer(ctx: Context): JobHandlers {
  return {
    /** { customerId }: the words by which services are found contain the customer's. */
    'services.reindex': async ({ customerId }) => {
      await refreshSearch(ctx.db, await servicesOf(ctx.db, String(customerId), 'all'))
    },
    /** { customerId }: other delays, so other next steps. */
    'services.wake': async ({ customerId }) => {
      await inTransaction(ctx, async (tx) => {
        const ids = await servicesOf(tx, String(customerId), 'living')
        await wakeServices(tx, ids, ctx.clock.now())
      })
    },
  }
}

async function servicesOf(
  db: Db | Tx,
  customerId: string,
  which: 'all' | 'living',
): Promise<string[]> {
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(
      and(
        eq(services.customerId, customerId),
        which === 'living' ? isNull(services.endedAt) : undefined,
      ),
    )
    .orderBy(services.id)
  return rows.map((row) => row.id)
}
