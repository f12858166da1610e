import { and, eq, isNull } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import { AUTOMATION } from '../../../platform/actor.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { lockCustomers } from '../../customers/lock-customers.ts'
import { closeMandate } from '../auto-pay/switch-auto-pay.ts'
import { paymentMethods } from '../tables.ts'
import { closeMethod } from './close-method.ts'
import { lockServicesChargedBy } from './services-charged.ts'

/** A method that can never be charged again, says its gateway: it pays for nothing from here on. */
export async function closeRefused(ctx: Context, methodId: string): Promise<void> {
  const cause = { kind: 'policy' as const, step: 'charge', methodId }
  const env: Env = { ctx, actor: AUTOMATION, now: ctx.clock.now(), cause }
  await inTransaction(ctx, async (tx) => {
    const [method] = await tx
      .select()
      .from(paymentMethods)
      .where(and(eq(paymentMethods.id, methodId), isNull(paymentMethods.closedAt)))
    if (!method) return
    await lockCustomers(tx, [method.customerId])
    const services = await lockServicesChargedBy(tx, method)
    for (const service of services) await closeMandate(tx, env, service, 'method_refused')
    await closeMethod(tx, env, method, 'refused')
  })
}
