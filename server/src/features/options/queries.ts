import { asc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { products } from '../catalog/tables.ts'
import type { optionJson } from './schemas.ts'
import { optionPrices, options, productOptions } from './tables.ts'

export type Option = typeof options.$inferSelect
export type OptionPrice = typeof optionPrices.$inferSelect

/** An option with all its prices, shortest cycle first. */
export interface PricedOption {
  option: Option
  prices: OptionPrice[]
}

/** Reads many at once; those that do not exist are missing from the map. */
export async function loadOptions(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, PricedOption>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(options)
    .where(inArray(options.id, [...ids]))
  const prices = await db
    .select()
    .from(optionPrices)
    .where(inArray(optionPrices.optionId, [...ids]))
    .orderBy(asc(optionPrices.currency))
  const byOption = Map.groupBy(prices, (price) => price.optionId)
  const rank = (price: OptionPrice) => CYCLES.indexOf(price.cycle)
  return new Map(
    rows.map((option) => [
      option.id,
      { option, prices: (byOption.get(option.id) ?? []).sort((a, b) => rank(a) - rank(b)) },
    ]),
  )
}

/** The options of products, each product's in its order. */
export async function loadProductOptions(
  db: Db | Tx,
  productIds: readonly string[],
): Promise<Map<string, PricedOption[]>> {
  if (productIds.length === 0) return new Map()
  const links = await db
    .select()
    .from(productOptions)
    .where(inArray(productOptions.productId, [...productIds]))
    .orderBy(asc(productOptions.position), asc(productOptions.optionId))
  const loaded = await loadOptions(db, [...new Set(links.map((link) => link.optionId))])
  const byProduct = Map.groupBy(links, (link) => link.productId)
  return new Map(
    [...byProduct].map(([productId, own]) => [
      productId,
      own.map((link) => loaded.get(link.optionId)).filter((found) => found !== undefined),
    ]),
  )
}

/** The products that have an option, by the option's id. */
export async function productsOfOptions(db: Db | Tx, optionIds: readonly string[]) {
  if (optionIds.length === 0) return new Map<string, { id: string; name: LocalName }[]>()
  const rows = await db
    .select({ optionId: productOptions.optionId, id: products.id, name: products.name })
    .from(productOptions)
    .innerJoin(products, eq(products.id, productOptions.productId))
    .where(inArray(productOptions.optionId, [...optionIds]))
    .orderBy(asc(products.position), asc(products.id))
  const byOption = Map.groupBy(rows, (row) => row.optionId)
  return new Map([...byOption].map(([id, own]) => [id, own.map(({ id, name }) => ({ id, name }))]))
}

type LocalName = Option['label']

export function toOptionJson({ option, prices }: PricedOption): z.input<typeof optionJson> {
  return {
    ...option,
    createdAt: toInstantJson(option.createdAt),
    prices: prices.map(({ choice, cycle, currency, price, setupFee }) => ({
      choice: choice === '' ? null : choice,
      cycle,
      price: { amount: price.toString(), currency },
      setupFee: { amount: setupFee.toString(), currency },
    })),
  }
}
