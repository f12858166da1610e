import type { Money } from '../../i18n/format.ts'
import type { TextByLanguage } from '../../ui/form/local-text-input.tsx'
import type { FormValues } from '../../ui/form/schema-values.ts'
import type { PolicyValues } from '../policy/policy-fields.ts'
import { CYCLES, type Cycle } from './cycles.ts'

/** What the product costs in one cycle and currency; without a price it is not sold so. */
export interface PriceCell {
  price?: Money
  setupFee?: Money
}

/** The prices of a product by `cycle:currency`. */
export type PriceGrid = Record<string, PriceCell>

/** A product while it is typed. */
export interface ProductDraft {
  groupId: string | null
  type: string | null
  name: TextByLanguage
  description: TextByLanguage
  moduleSettings: FormValues
  serverGroupId: string | null
  deliverOn: string
  stock: number | null
  maxRenewals: number | null
  /** How many one customer may have. */
  customerLimit: number | null
  customerLimitCounts: string
  freeRenewalOnRequest: boolean
  metadata: Record<string, string>
  policy: PolicyValues
  visibility: string
  position: number
  prices: PriceGrid
}

export const NEW_PRODUCT: ProductDraft = {
  groupId: null,
  type: null,
  name: { en: '', fr: '' },
  description: { en: '', fr: '' },
  moduleSettings: {},
  serverGroupId: null,
  deliverOn: 'payment',
  stock: null,
  maxRenewals: null,
  customerLimit: null,
  customerLimitCounts: 'active',
  freeRenewalOnRequest: false,
  metadata: {},
  policy: {},
  visibility: 'public',
  position: 0,
  prices: {},
}

interface StoredPrice {
  cycle: string
  price: Money
  setupFee?: Money
}

export const priceKey = (cycle: string, currency: string) => `${cycle}:${currency}`

/** Stored prices as a grid; a set-up fee of nothing stays empty. */
export function toGrid(prices: readonly StoredPrice[]): PriceGrid {
  return Object.fromEntries(
    prices.map(({ cycle, price, setupFee }) => [
      priceKey(cycle, price.currency),
      { price, setupFee: setupFee && setupFee.amount !== '0' ? setupFee : undefined },
    ]),
  )
}

/** The grid as the API takes it, cycle by cycle. Cells without a price are left out. */
export function fromGrid(grid: PriceGrid): StoredPrice[] {
  return gridOrder(grid).map((key) => {
    const { price, setupFee } = grid[key] as { price: Money; setupFee?: Money }
    return { cycle: key.split(':')[0] as Cycle, price, ...(setupFee ? { setupFee } : {}) }
  })
}

/** The keys in the order in which their cells are sent, so that errors find their cell. */
export function gridOrder(grid: PriceGrid): string[] {
  const place = (key: string) => CYCLES.indexOf(key.split(':')[0] as Cycle)
  return Object.keys(grid)
    .filter((key) => grid[key]?.price !== undefined)
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}

/** The server's complaints about prices, by cell: `/prices/1/price` is about the second one. */
export function gridErrors(grid: PriceGrid, errors: Record<string, string>) {
  const order = gridOrder(grid)
  const found: Record<string, string> = {}
  for (const [pointer, words] of Object.entries(errors)) {
    const index = /^\/prices\/(\d+)/.exec(pointer)?.[1]
    const key = index === undefined ? undefined : order[Number(index)]
    if (key) found[key] = words
  }
  return found
}

/** The currencies that have a column: the installation's, and those of prices there are. */
export function gridCurrencies(grid: PriceGrid, installed: readonly string[]): string[] {
  const used = Object.keys(grid).flatMap((key) => key.split(':')[1] ?? [])
  return [...new Set([...installed, ...used])]
}
