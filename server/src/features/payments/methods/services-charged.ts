import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { lockServices } from '../../operations/lock-services.ts'
import type { Service } from '../../services/subject.ts'
import { services } from '../../services/tables.ts'
import { methodFor, openMethods } from './queries.ts'
import type { PaymentMethod } from './store-method.ts'

/** The services whose auto-pay charges this method, by name or as the default. */
export async function servicesChargedBy(db: Db | Tx, method: PaymentMethod): Promise<Service[]> {
  const { customerId } = method
  const methods = (await openMethods(db, [customerId])).get(customerId) ?? []
  const paying = await db
    .select()
    .from(services)
    .where(and(eq(services.customerId, customerId), eq(services.autoPay, true)))
    .orderBy(asc(services.id))
  return paying.filter((service) => methodFor(service, methods)?.id === method.id)
}

/** The same, locked. */
export async function lockServicesChargedBy(tx: Tx, method: PaymentMethod): Promise<Service[]> {
  const before = await servicesChargedBy(tx, method)
  await lockServices(
    tx,
    before.map(({ id }) => id),
  )
  const locked = new Set(before.map(({ id }) => id))
  return (await servicesChargedBy(tx, method)).filter(({ id }) => locked.has(id))
}
