import type { Context } from '../../../context.ts'
import type { JobHandlers } from '../../../platform/run-jobs.ts'
import { refreshSearch } from '../search-text.ts'
import { customersServices, wakeAffected } from './wake-affected.ts'

/** What changes elsewhere mean for services. All of it sets, so all of it may run again. */
export function followChanges(ctx: Context): JobHandlers {
  return {
    /** { customerId }: the words by which services are found contain the customer's. */
    'services.reindex': async ({ customerId }) => {
      await refreshSearch(ctx.db, await customersServices(ctx.db, String(customerId)))
    },
    /** { customerId }, { productId }, { groupId } or { section }: other delays, other next steps. */
    'services.wake': (changed) => wakeAffected(ctx, changed),
  }
}
