import type { Context, Env } from '../../context.ts'
import { SYSTEM } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { reasonTexts } from '../documents/texts.ts'
import { withdrawLines } from '../documents/withdraw-lines.ts'
import { lockServices } from '../operations/lock-services.ts'
import { loadServices } from '../services/subject.ts'
import { lineIdsOf } from './cancel-order.ts'

/**
 * A service that ended before it was ever delivered is not to be paid for: its lines leave the
 * unpaid document. Lines that are paid or withdrawn already stay as they are.
 */
export async function withdrawEnded(ctx: Context, serviceId: string): Promise<void> {
  const now = ctx.clock.now()
  const env = { ctx, actor: SYSTEM, now, cause: { kind: 'system' as const, serviceId } }
  await inTransaction(ctx, async (tx) => {
    await lockServices(tx, [serviceId])
    const service = (await loadServices(tx, [serviceId], now)).get(serviceId)?.service
    if (!service || service.endedAt === null || service.deliveredAt !== null) return
    await withdrawStarts(tx, env, [serviceId])
  })
}

/** Takes the first periods and set-up fees of locked services off what is still to be paid. */
export async function withdrawStarts(tx: Tx, env: Env, serviceIds: string[]): Promise<void> {
  const because = { key: reasonTexts['document.reason.service_ended'] }
  await withdrawLines(tx, env, await lineIdsOf(tx, serviceIds), because)
}
