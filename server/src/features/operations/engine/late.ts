import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { isOpenOperation } from '../../../domain/operation-lifecycle.ts'
import { emit } from '../../../platform/events.ts'
import { notify } from '../../../platform/notifications.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import { operations } from '../tables.ts'
import { openCall } from './call.ts'
import type { Claim } from './claim.ts'
import { look } from './look.ts'
import { operationLogWriter } from './operation-log.ts'

/**
 * Stores what an attempt said that was given up before. It changes nothing: an operation that is
 * still unknown is asked about at once, and where one has settled meanwhile it is looked whether
 * the late attempt made a second resource. Does not throw.
 */
export function storeLate(ctx: Context, claim: Claim, what: string): void {
  const { id: operationId, claimNo } = claim.operation
  const log = operationLogWriter(ctx, { operationId, claimNo })
  log.write('warn', `A late answer to an attempt that was given up: ${what}`)
  const follow = async () => {
    await log.stored()
    await ctx.db
      .update(operations)
      .set({ dueAt: ctx.clock.now() })
      .where(and(eq(operations.id, operationId), eq(operations.state, 'unknown')))
    await notify(ctx.db, OPERATIONS_CHANNEL, '')
    const [row] = await ctx.db.select().from(operations).where(eq(operations.id, operationId))
    if (row && !isOpenOperation(row.state)) await lookForSecond(ctx, claim)
  }
  follow().catch((err) => ctx.log.warn({ err, operationId }, 'late answer'))
}

/** Two resources for one service are a finding that staff are told of; nothing is removed. */
async function lookForSecond(ctx: Context, claim: Claim): Promise<void> {
  const { id: operationId, serviceId, serverId } = claim.operation
  const opened = await openCall(ctx, claim, { abort: new AbortController(), late: () => {} })
  if (!opened.ok) return
  const seen = await look(opened.value)
  if (!seen.ok || seen.value.length < 2) return opened.value.log.stored()
  const remoteIds = seen.value.map(({ remoteId }) => remoteId)
  const message = `${remoteIds.length} resources carry our key: ${remoteIds.join(', ')}`
  opened.value.log.write('error', message)
  await opened.value.log.stored()
  await inTransaction(ctx, async (tx) => {
    emit(tx, 'operation.duplicate_found', [{ operationId, serviceId, serverId, remoteIds }])
  })
}
