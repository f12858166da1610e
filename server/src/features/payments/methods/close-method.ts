import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import { type MethodClosed, paymentMethods } from '../tables.ts'
import type { PaymentMethod } from './store-method.ts'

/**
 * Closes a method: it is never charged again. The gateway is told to forget it by a job after the
 * commit, unless it was the gateway that closed it. The oldest other one becomes the default. The
 * customer, and then the services that pay with it, are locked by the caller.
 */
export async function closeMethod(
  tx: Tx,
  env: Env,
  method: PaymentMethod,
  because: MethodClosed,
): Promise<void> {
  const [closed] = await tx
    .update(paymentMethods)
    .set({
      closedAt: env.now,
      closedBecause: because,
      isDefault: false,
      forget: because === 'gateway' ? 'done' : 'queued',
    })
    .where(and(eq(paymentMethods.id, method.id), isNull(paymentMethods.closedAt)))
    .returning()
  if (!closed) return
  const { id, customerId, gateway, label } = closed
  if (method.isDefault) await promoteOldest(tx, customerId)
  await record(tx, env, [
    {
      subject: 'payment_method',
      subjectId: id,
      customerId,
      kind: 'payment_method.closed',
      after: { gateway, label, because },
    },
  ])
  if (closed.forget === 'queued') emit(tx, 'payment_method.closed', [{ methodId: id }])
  await tellChanged(tx, [{ subject: 'payment_method', id, customerId }])
}

async function promoteOldest(tx: Tx, customerId: string): Promise<void> {
  const [next] = await tx
    .select({ id: paymentMethods.id })
    .from(paymentMethods)
    .where(and(eq(paymentMethods.customerId, customerId), isNull(paymentMethods.closedAt)))
    .orderBy(asc(paymentMethods.createdAt), asc(paymentMethods.id))
    .limit(1)
  if (!next) return
  await tx.update(paymentMethods).set({ isDefault: true }).where(eq(paymentMethods.id, next.id))
}
