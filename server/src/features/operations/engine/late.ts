import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { notify } from '../../../platform/transaction.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import { operations } from '../tables.ts'
import type { Claim } from './claim.ts'
import { operationLogWriter } from './operation-log.ts'

/**
 * Stores what an attempt said that was given up before. It changes nothing but one thing: an
 * operation that is still unknown is asked about again at once.
 */
export function storeLate(ctx: Context, { operation }: Claim, what: string): void {
  const { id: operationId, claimNo } = operation
  const log = operationLogWriter(ctx, { operationId, claimNo })
  log.write('warn', `A late answer to an attempt that was given up: ${what}`)
  const askAgain = async () => {
    await log.stored()
    await ctx.db
      .update(operations)
      .set({ dueAt: ctx.clock.now() })
      .where(and(eq(operations.id, operationId), eq(operations.state, 'unknown')))
    await notify(ctx.db, OPERATIONS_CHANNEL, '')
  }
  askAgain().catch((err) => ctx.log.warn({ err, operationId }, 'late answer'))
}
