import { and, eq, isNull } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import { SYSTEM } from '../../../platform/actor.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { lockCustomers } from '../../customers/lock-customers.ts'
import { paymentMethods } from '../tables.ts'
import { closeMethod } from './close-method.ts'

/** A customer was forgotten: so is what they paid with, here and at the gateways. */
export async function closeAllMethods(ctx: Context, customerId: string): Promise<void> {
  const env: Env = { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' } }
  await inTransaction(ctx, async (tx) => {
    await lockCustomers(tx, [customerId])
    const open = await tx
      .select()
      .from(paymentMethods)
      .where(and(eq(paymentMethods.customerId, customerId), isNull(paymentMethods.closedAt)))
    for (const method of open) await closeMethod(tx, env, method, 'anonymised')
  })
}
