import { eq } from 'drizzle-orm'
import { DAY } from '../../src/domain/instant.ts'
import type { ServiceDiscount, ServiceOption } from '../../src/domain/service-option.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { services } from '../../src/features/services/tables.ts'
import { newId } from '../../src/platform/ids.ts'
import type { TestApp } from '../app.ts'
import { makeProduct } from './catalog.ts'
import { makeCustomer } from './customer.ts'
import { makeOrder } from './order.ts'
import { makeService } from './service.ts'

const option = (price: string): ServiceOption => ({
  ...{ id: newId(), optionId: null, key: 'memory', kind: 'quantity', value: 4, valueLabel: null },
  ...{ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'GB', recurring: true },
  ...{ price, prices: {}, setupFee: '0' },
})

const discount = (renewals: number | null): ServiceDiscount => ({
  ...{ couponId: newId(), code: 'SPRING', kind: 'percent', basisPoints: 1234, amount: '0' },
  renewals,
})

/**
 * A small fleet in which every rule of the automation has something to do: all cycles, currencies
 * and taxes, options, coupons, limits, holds, cancellations, orders and prices to come. `paying` is
 * the part of it that differs in what is paid: it is quick enough to be run for longer.
 */
export async function makeForecastFleet(app: TestApp, part: 'all' | 'paying'): Promise<void> {
  const { ctx } = app
  const now = ctx.clock.now()
  const french = (await makeCustomer(app)).customer
  const german = (
    await makeCustomer(app, { kind: 'business', country: 'DE', vatNumber: 'DE123456789' })
  ).customer
  const belgian = (await makeCustomer(app, { country: 'BE' })).customer
  const { product } = await makeProduct(ctx, { prices: { monthly: 999n } })
  const soon = { expiresAt: now + 4 * DAY, anchorDay: 14 }
  const later = { expiresAt: now + 12 * DAY, anchorDay: 22 }
  const paying: Partial<NewService>[] = [
    { ...soon, customerId: french.id, price: 999n },
    { ...later, customerId: german.id, cycle: 'quarterly', price: 2995n, currency: 'USD' },
    { ...later, customerId: belgian.id, cycle: 'annually', price: 7777n, currency: 'JPY' },
    { ...later, customerId: belgian.id, options: [option('101')], discount: discount(1) },
    { ...soon, customerId: belgian.id, cycle: 'weekly', discount: discount(null) },
    { ...soon, customerId: german.id, maxRenewals: 1, cycle: 'weekly' },
  ]
  const others: Partial<NewService>[] = [
    { ...soon, customerId: french.id, cycle: 'weekly', price: 333n },
    { ...soon, customerId: german.id, price: 0n },
    {
      ...{ ...soon, customerId: german.id, cycle: 'weekly' },
      metadata: { max_renewals_in_current_month: '1' },
    },
    { ...later, customerId: french.id, metadata: { disable_auto_suspend: 'true' } },
    { ...later, customerId: french.id, metadata: { disable_notify_expiration: 'true' } },
    { ...soon, customerId: french.id, policy: { suspendAfterDays: 5, finalNoticeDays: [2] } },
    { customerId: french.id, cycle: 'onetime', price: 5000n },
  ]
  const fleet = part === 'all' ? [...paying, ...others] : paying
  for (const one of fleet) await makeService(app, { ...one, status: 'active' })
  if (part === 'all')
    await makeChanged(app, { ...later, customerId: german.id, productId: product.id })
  const orders = await makeProduct(ctx, { prices: { weekly: 450n }, deliverOn: 'payment' })
  await makeOrder(app, {
    ...{ customerId: belgian.id, productId: orders.product.id },
    ...{ cycle: 'weekly', quantity: part === 'all' ? 2 : 1 },
  })
}

/** Services that staff have done something with; what is blocked would be looked at every hour. */
async function makeChanged(app: TestApp, base: Partial<NewService>): Promise<void> {
  const now = app.ctx.clock.now()
  const changes: Partial<typeof services.$inferInsert>[] = [
    { cancellationRequestedAt: now },
    { holdUntil: now + 30 * DAY },
    {
      plannedPrice: {
        ...{ amount: '1499', cycle: 'monthly' },
        from: new Date(now + 20 * DAY).toISOString(),
      },
    },
  ]
  for (const change of changes) {
    const { id } = await makeService(app, { ...base, status: 'active' })
    await app.ctx.db.update(services).set(change).where(eq(services.id, id))
  }
}
