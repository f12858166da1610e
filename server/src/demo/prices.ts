import type { Cycle } from '../domain/cycle.ts'
import type { DemoProduct } from './product-lines.ts'

export const CURRENCIES = ['EUR', 'CHF', 'GBP'] as const
export type DemoCurrency = (typeof CURRENCIES)[number]

/** Per mille of the euro price. */
const RATES: Readonly<Record<DemoCurrency, number>> = { EUR: 1000, CHF: 980, GBP: 860 }

/** Months that a period is charged as, in hundredths: long ones are cheaper. */
const CHARGED: Readonly<Record<Cycle, number>> = {
  weekly: 27,
  monthly: 100,
  quarterly: 290,
  semiannually: 560,
  annually: 1000,
  biennially: 1900,
  triennially: 2750,
  onetime: 100,
  free: 0,
}

/** A list price in minor units: it ends in a nine, and .fr domains cost 7.50 a year. */
export function priceOf(product: DemoProduct, cycle: Cycle, currency: DemoCurrency): bigint {
  const exact = (product.monthly * CHARGED[cycle] * RATES[currency]) / 100_000
  return BigInt(exact === 0 ? 0 : Math.max(99, Math.round(exact / 10) * 10 - 1))
}

export function setupFeeOf(product: DemoProduct, currency: DemoCurrency): bigint {
  return BigInt(Math.round((product.setupFee * RATES[currency]) / 100_000) * 100)
}
