import type { Env } from '../../context.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import { audienceOf } from '../../platform/actor.ts'
import { readForm } from '../../platform/form-input.ts'
import type { FieldError } from '../../platform/problem.ts'
import type { Language } from '../../platform/text.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { type CataloguedProduct, priceFor } from '../catalog/queries.ts'
import type { NewLine } from '../documents/open-documents.ts'
import { chooseOptions, SERVER_OPTION } from '../options/choose-options.ts'
import type { PricedOption } from '../options/queries.ts'
import type { NewService } from '../services/create.ts'
import { sealOrderData } from '../services/order-data.ts'
import { itemLines } from './item-lines.ts'
import type { WantedItem } from './schemas.ts'

/** One item of an order, checked: what each of its units becomes. */
export interface PlannedItem {
  index: number
  quantity: number
  product: CataloguedProduct['product']
  /** Without customer, order and server. */
  service: Omit<NewService, 'customerId'>
  /** For one unit, at the listed prices. */
  lines: NewLine[]
  /** The server that an option chose, and no other. */
  serverId: string | null
}

export interface ItemContext {
  env: Env
  catalogue: ReadonlyMap<string, CataloguedProduct>
  /** What products can be ordered with, by their id. */
  options: ReadonlyMap<string, readonly PricedOption[]>
  currency: string
  language: Language
  /** The business time zone. */
  zone: string
}

type Planned = { ok: true; item: PlannedItem } | { ok: false; errors: FieldError[] }

/** Checks one item against its product, prices and order form. Errors point into the request. */
export function planItem(wanted: WantedItem, index: number, about: ItemContext): Planned {
  const at = `/items/${index}`
  const refused = (pointer: string, code: string, params?: Record<string, string>): Planned => ({
    ok: false,
    errors: [{ pointer, code, detail: { key: `problem.${code}`, params } }],
  })
  const { env, catalogue, currency } = about
  const found = catalogue.get(wanted.productId)
  const asked = found && orderFormOf(env.ctx, found.product.type, found.product)
  if (!found || !asked || !isForSale(found, env))
    return refused(`${at}/productId`, 'unknown_product')
  for (const field of ['price', 'initialPrice', 'setupFee'] as const) {
    const typed = wanted[field]
    if (typed && typed.currency !== currency)
      return refused(`${at}/${field}/currency`, 'other_currency', { currency })
    if (wanted.cycle === 'free' && field !== 'setupFee' && typed && BigInt(typed.amount) > 0n)
      return refused(`${at}/${field}/amount`, 'free_costs_nothing')
  }
  const listed = priceFor(found, wanted.cycle, currency)
  if (!listed && !wanted.price) return refused(`${at}/cycle`, 'no_price_for_cycle', { currency })
  const form = readForm(asked, wanted.orderData, `${at}/orderData`)
  const offered = about.options.get(found.product.id) ?? []
  const terms = { cycle: wanted.cycle, currency, pointer: `${at}/options` }
  const chosen = chooseOptions(offered, wanted.options, terms)
  if (!form.ok || !chosen.ok)
    return { ok: false, errors: [form, chosen].flatMap((one) => (one.ok ? [] : one.errors)) }
  const price = wanted.price ? BigInt(wanted.price.amount) : (listed?.price ?? 0n)
  const amounts = {
    price,
    initialPrice: wanted.initialPrice ? BigInt(wanted.initialPrice.amount) : price,
    setupFee: wanted.setupFee ? BigInt(wanted.setupFee.amount) : (listed?.setupFee ?? 0n),
  }
  const checked = { wanted, index, found, amounts, data: form.value, options: chosen.options }
  return { ok: true, item: planned(checked, about) }
}

/** Staff also sell what the shop hides; nobody sells what is archived. */
function isForSale({ product, group }: CataloguedProduct, env: Env): boolean {
  if (product.archivedAt !== null) return false
  if (audienceOf(env.actor) === 'staff') return true
  return product.visibility !== 'hidden' && group.visibility !== 'hidden'
}

interface Checked {
  wanted: WantedItem
  index: number
  found: CataloguedProduct
  amounts: { price: bigint; initialPrice: bigint; setupFee: bigint }
  data: Record<string, unknown>
  options: ServiceOption[]
}

function planned(
  { wanted, index, found, amounts, data, options }: Checked,
  about: ItemContext,
): PlannedItem {
  const { env, currency, language, zone } = about
  const { product } = found
  const form = orderFormOf(env.ctx, product.type, product)
  const { cycle, quantity } = wanted
  const { price, initialPrice, setupFee } = amounts
  const name = product.name[language]
  const chosenServer = options.find(({ key }) => key === SERVER_OPTION)?.value
  return {
    index,
    quantity,
    product,
    lines: itemLines(
      { name, cycle, initialPrice, setupFee, options },
      { now: env.now, zone, language },
    ),
    serverId: typeof chosenServer === 'string' ? chosenServer : null,
    service: {
      productId: product.id,
      type: product.type,
      name: wanted.name ?? name,
      cycle,
      currency,
      price,
      initialPrice,
      trial: initialPrice === 0n && price > 0n,
      maxRenewals: product.maxRenewals,
      deliverOn: product.deliverOn,
      options,
      ...sealOrderData(env.ctx, form, data),
    },
  }
}
