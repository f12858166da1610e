import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { localParts } from '../../domain/calendar.ts'
import { DAY, fromIso, type Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { readForm } from '../../platform/form-input.ts'
import type { FieldError } from '../../platform/problem.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { type CataloguedProduct, loadProducts, priceFor } from '../catalog/queries.ts'
import { fieldError } from '../catalog/texts.ts'
import { customers } from '../customers/tables.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { termErrors } from './check-terms.ts'
import type { NewService } from './create.ts'
import { sealOrderData } from './order-data.ts'
import type { NewServiceBody } from './write-schemas.ts'

/** A service whose expiry has passed already is not suspended for so long. */
const GRACE_MS = DAY

/** How a new service comes to be, where that makes a difference to its fields. */
export interface Origin {
  /** It exists on the server already: it needs an expiry, and order data only where they are known. */
  imported: boolean
}

export type NewServicePlan =
  | { ok: true; service: NewService; product: CataloguedProduct | null }
  /** Every wrong field, by JSON pointer into the one service. */
  | { ok: false; errors: FieldError[] }

/**
 * What a service that staff want would be, checked against customer, product, module and server.
 * Locks the customer; writes nothing and holds nothing yet.
 */
export async function planNewService(
  tx: Tx,
  env: Env,
  wanted: NewServiceBody,
  origin: Origin,
): Promise<NewServicePlan> {
  const wrong = (pointer: string, code: string): NewServicePlan => ({
    ok: false,
    errors: [fieldError(pointer, code)],
  })
  const [customer] = await tx
    .select()
    .from(customers)
    .where(eq(customers.id, wanted.customerId))
    .for('no key update')
  if (!customer || customer.anonymisedAt !== null) return wrong('/customerId', 'unknown_customer')
  const product = await productOf(tx, wanted)
  if (product === undefined) return wrong('/productId', 'unknown_product')
  const type = product?.product.type ?? wanted.type ?? ''
  const { timeZone, currencies } = await readSettings(tx, businessSettings)
  const currency = wanted.currency ?? customer.currency
  const basis = { product, type, currency, zone: timeZone, origin }
  const { errors, columns } = columnsOf(env, wanted, basis)
  if (currency !== customer.currency && !currencies.includes(currency)) {
    const offered = { currencies: currencies.join(', ') }
    errors.push(fieldError('/currency', 'currency_not_offered', offered))
  }
  errors.push(...(await serverErrors(tx, env, type, wanted.serverId)))
  if (errors.length > 0) return { ok: false, errors }
  const name = wanted.name ?? product?.product.name[customer.language] ?? type
  return { ok: true, product, service: { ...columns, customerId: customer.id, name } }
}

/** Null for a custom service, undefined for a product that is not there. */
async function productOf(
  tx: Tx,
  { productId }: NewServiceBody,
): Promise<CataloguedProduct | null | undefined> {
  if (productId === null) return null
  const found = (await loadProducts(tx, [productId])).get(productId)
  return found && found.product.archivedAt === null ? found : undefined
}

interface Basis {
  product: CataloguedProduct | null
  type: string
  currency: string
  zone: string
  origin: Origin
}

/** The service's own columns, and what is wrong with them. */
function columnsOf(env: Env, wanted: NewServiceBody, basis: Basis) {
  const { product, type, currency, zone, origin } = basis
  const { cycle, metadata } = wanted
  const errors = typeErrors(env, wanted, basis)
  if (!product && wanted.name === undefined) errors.push(fieldError('/name', 'name_needed'))
  const listed = product && priceFor(product, cycle, currency)
  const known = wanted.price ? BigInt(wanted.price.amount) : listed?.price
  if (known === undefined && cycle !== 'free')
    errors.push(fieldError('/price', product ? 'no_price_for_cycle' : 'price_needed', { currency }))
  const price = known ?? 0n
  const expiresAt = wanted.expiresAt === null ? null : fromIso(wanted.expiresAt)
  if (expiresAt === null && wanted.expiresAt !== null)
    errors.push(fieldError('/expiresAt', 'invalid_instant'))
  const expiry = { isSet: true, confirmPast: wanted.confirmPast, isNeeded: origin.imported }
  const typed = { price: wanted.price, initialPrice: wanted.initialPrice }
  const terms = { cycle, currency, price, expiresAt, metadata, typed, expiry }
  errors.push(...termErrors(terms, env.now))
  const form = orderForm(env, wanted, basis)
  errors.push(...form.errors)
  const initialPrice = wanted.initialPrice ? BigInt(wanted.initialPrice.amount) : price
  const maxRenewals =
    wanted.maxRenewals === undefined ? (product?.product.maxRenewals ?? null) : wanted.maxRenewals
  const columns = {
    ...{ type, cycle, currency, price, initialPrice, expiresAt, metadata, maxRenewals },
    ...termColumns(expiresAt, { zone, now: env.now }),
    productId: wanted.productId,
    serverId: wanted.serverId,
    description: wanted.description,
    notes: wanted.notes,
    policy: wanted.policy,
    trial: initialPrice === 0n && price > 0n,
    deliverOn: 'manual' as const,
    ...sealOrderData(env.ctx, orderFormOf(env.ctx, basis.type, basis.product?.product), form.value),
  }
  return { errors, columns }
}

/** The type is the product's; a custom service needs one of an installed module. */
function typeErrors(env: Env, wanted: NewServiceBody, { product, type }: Basis): FieldError[] {
  if (wanted.type === undefined && !product) return [fieldError('/type', 'type_needed')]
  if (wanted.type !== undefined && wanted.type !== type)
    return [fieldError('/type', 'not_the_products_type', { type })]
  return env.ctx.modules.get(type) ? [] : [fieldError('/type', 'unknown_type')]
}

function termColumns(
  expiresAt: Instant | null,
  { zone, now }: { zone: string; now: Instant },
): Pick<NewService, 'graceUntil'> & { anchorDay: number | null } {
  if (expiresAt === null) return { anchorDay: null }
  const anchorDay = localParts(expiresAt, zone).day
  return expiresAt <= now ? { anchorDay, graceUntil: now + GRACE_MS } : { anchorDay }
}

function orderForm(env: Env, { orderData }: NewServiceBody, basis: Basis) {
  const form = orderFormOf(env.ctx, basis.type, basis.product?.product)
  const isUnknown = basis.origin.imported && Object.keys(orderData).length === 0
  if (!form || isUnknown) return { errors: [], value: {} }
  const read = readForm(form, orderData, '/orderData')
  return read.ok ? { errors: [], value: read.value } : { errors: read.errors, value: {} }
}

/** The server is one of the type. One that is paused takes it later. */
async function serverErrors(
  tx: Tx,
  env: Env,
  type: string,
  serverId: string | null,
): Promise<FieldError[]> {
  if (serverId === null) return []
  const module = env.ctx.modules.get(type)
  if (!module) return []
  if (!module.needsServer) return [fieldError('/serverId', 'server_useless')]
  const [server] = await tx.select().from(servers).where(eq(servers.id, serverId))
  return server?.type === type ? [] : [fieldError('/serverId', 'no_server_of_type')]
}
