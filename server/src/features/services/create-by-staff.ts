import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { localParts } from '../../domain/calendar.ts'
import type { Tx } from '../../platform/db.ts'
import { readForm } from '../../platform/form-input.ts'
import { parseInstant } from '../../platform/json.ts'
import { type FieldError, Problem } from '../../platform/problem.ts'
import { type CataloguedProduct, loadProducts, priceFor } from '../catalog/queries.ts'
import { reserveStock } from '../catalog/stock.ts'
import { fieldError } from '../catalog/texts.ts'
import { customers } from '../customers/tables.ts'
import { reservePlaceOn } from '../servers/places.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { termErrors } from './check-terms.ts'
import { createServices } from './create.ts'
import { deliverService } from './moves/deliver.ts'
import { sealOrderData } from './order-data.ts'
import { takeService } from './subject.ts'
import type { NewServiceBody } from './write-schemas.ts'

/**
 * Staff make a service without an order and without a document: pending, or delivered at once.
 * 422 naming every wrong field; then nothing is kept.
 */
export async function createByStaff(tx: Tx, env: Env, wanted: NewServiceBody): Promise<string> {
  const [customer] = await tx
    .select()
    .from(customers)
    .where(eq(customers.id, wanted.customerId))
    .for('no key update')
  if (!customer || customer.anonymisedAt !== null)
    throw new Problem('invalid', { errors: [fieldError('/customerId', 'unknown_customer')] })
  const product = await productOf(tx, wanted)
  const plan = planService(env, wanted, { product, currency: customer.currency })
  const { timeZone } = await readSettings(tx, businessSettings)
  const { expiresAt } = plan
  const stockHeld = product !== null && (await holdStock(tx, product))
  await holdPlace(tx, plan.type, wanted.serverId)
  const [service] = await createServices(tx, env, [
    {
      ...plan,
      customerId: customer.id,
      name: wanted.name ?? product?.product.name[customer.language] ?? plan.type,
      anchorDay: expiresAt === null ? null : localParts(expiresAt, timeZone).day,
      serverId: wanted.serverId,
      placeHeld: wanted.serverId !== null,
      stockHeld,
      deliverOn: 'manual',
    },
  ])
  if (!service) throw new Error('service not made')
  if (wanted.deliver) {
    await deliverService(tx, env, await takeService(tx, service.id, env.now))
  }
  return service.id
}

async function productOf(tx: Tx, { productId }: NewServiceBody): Promise<CataloguedProduct | null> {
  if (productId === null) return null
  const found = (await loadProducts(tx, [productId])).get(productId)
  if (found && found.product.archivedAt === null) return found
  throw new Problem('invalid', { errors: [fieldError('/productId', 'unknown_product')] })
}

interface Basis {
  product: CataloguedProduct | null
  currency: string
}

/** The service's own columns, checked against product, module and customer. */
function planService(env: Env, wanted: NewServiceBody, { product, currency }: Basis) {
  const { cycle, metadata } = wanted
  const errors: FieldError[] = []
  const type = product?.product.type ?? wanted.type ?? ''
  const module = env.ctx.modules.get(type)
  if (wanted.type === undefined && !product) errors.push(fieldError('/type', 'type_needed'))
  else if (wanted.type !== undefined && wanted.type !== type)
    errors.push(fieldError('/type', 'not_the_products_type', { type }))
  else if (!module) errors.push(fieldError('/type', 'unknown_type'))
  if (!product && wanted.name === undefined) errors.push(fieldError('/name', 'name_needed'))
  const listed = product && priceFor(product, cycle, currency)
  const known = wanted.price ? BigInt(wanted.price.amount) : listed?.price
  if (known === undefined && cycle !== 'free')
    errors.push(fieldError('/price', product ? 'no_price_for_cycle' : 'price_needed', { currency }))
  const price = known ?? 0n
  const expiresAt = wanted.expiresAt === null ? null : parseInstant(wanted.expiresAt, '/expiresAt')
  const { confirmPast } = wanted
  const expiry = { isSet: true, confirmPast, isNeeded: false }
  const typed = { price: wanted.price, initialPrice: wanted.initialPrice }
  const terms = { cycle, currency, price, expiresAt, metadata, typed, expiry }
  errors.push(...termErrors(terms, env.now))
  if (module && !module.needsServer && wanted.serverId !== null)
    errors.push(fieldError('/serverId', 'server_useless'))
  const form = module ? readForm(module.orderForm, wanted.orderData, '/orderData') : null
  if (form && !form.ok) errors.push(...form.errors)
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const initialPrice = wanted.initialPrice ? BigInt(wanted.initialPrice.amount) : price
  return {
    ...{ type, cycle, currency, price, initialPrice, expiresAt, metadata },
    productId: wanted.productId,
    description: wanted.description,
    notes: wanted.notes,
    maxRenewals:
      wanted.maxRenewals === undefined
        ? (product?.product.maxRenewals ?? null)
        : wanted.maxRenewals,
    trial: initialPrice === 0n && price > 0n,
    ...sealOrderData(env.ctx, type, form?.ok ? form.value : {}),
  }
}

async function holdStock(tx: Tx, { product }: CataloguedProduct): Promise<boolean> {
  const stock = await reserveStock(tx, product.id, 1)
  if (stock === 'out_of_stock')
    throw new Problem('invalid', { errors: [fieldError('/productId', 'out_of_stock')] })
  return stock === 'held'
}

async function holdPlace(tx: Tx, type: string, serverId: string | null): Promise<void> {
  if (serverId === null) return
  const [server] = await tx.select().from(servers).where(eq(servers.id, serverId))
  const refuse = (code: string) =>
    new Problem('invalid', {
      errors: [fieldError('/serverId', code, { name: server?.name ?? '' })],
    })
  if (!server || server.type !== type) throw refuse('no_server_of_type')
  if (server.suspendedAt !== null) throw refuse('server_suspended')
  if (!(await reservePlaceOn(tx, serverId))) throw refuse('server_takes_none')
}
