import { and, eq, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { notFound, refuse } from '../../../platform/problem.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { lockCustomers } from '../../customers/lock-customers.ts'
import { record } from '../../history/record.ts'
import { closeMandate, switchOff } from '../auto-pay/switch-auto-pay.ts'
import { paymentMethods } from '../tables.ts'
import { closeMethod } from './close-method.ts'
import { openMethod } from './queries.ts'
import { lockServicesChargedBy } from './services-charged.ts'

/** What is meant: a method of this customer; 404 for one that is not theirs. */
export interface OwnMethod {
  methodId: string
  customerId: string
}

/** Charges this one where a service names none. */
export async function makeDefault(
  tx: Tx,
  env: Env,
  { methodId, customerId }: OwnMethod,
): Promise<void> {
  await lockCustomers(tx, [customerId])
  const method = await openMethod(tx, methodId, customerId)
  if (!method) throw notFound()
  if (method.isDefault) return
  const own = and(eq(paymentMethods.customerId, customerId), isNull(paymentMethods.closedAt))
  await tx
    .update(paymentMethods)
    .set({ isDefault: false })
    .where(and(own, ne(paymentMethods.id, methodId)))
  await tx.update(paymentMethods).set({ isDefault: true }).where(eq(paymentMethods.id, methodId))
  await record(tx, env, [
    {
      subject: 'payment_method',
      subjectId: methodId,
      customerId,
      kind: 'payment_method.made_default',
      after: { label: method.label },
    },
  ])
  await tellChanged(tx, [{ subject: 'payment_method', id: methodId, customerId }])
}

/** How a removal is asked for. */
export const removalQuery = z.strictObject({
  /** Services that are paid with it are paid by hand from here on. */
  stopAutoPay: z.enum(['true', 'false']).default('false'),
})

/**
 * Removes a method. Where services are paid with it automatically this is refused with their names,
 * until whoever asks agrees that they are paid by hand again. A customer who did not do it themselves
 * is told of each.
 */
export async function removeMethod(
  tx: Tx,
  env: Env,
  { methodId, customerId }: OwnMethod,
  stopAutoPay: boolean,
): Promise<void> {
  await lockCustomers(tx, [customerId])
  const method = await openMethod(tx, methodId, customerId)
  if (!method) throw notFound()
  const services = await lockServicesChargedBy(tx, method)
  if (services.length > 0 && !stopAutoPay)
    throw refuse('method_in_use', { services: services.map(({ name }) => name).join(', ') })
  const isOwn = env.actor.kind === 'user'
  for (const service of services)
    if (isOwn) await switchOff(tx, env, service)
    else await closeMandate(tx, env, service, 'removed_by_staff')
  await closeMethod(tx, env, method, isOwn ? 'customer' : 'staff')
}
