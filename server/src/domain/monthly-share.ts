import type { RecurringCycle } from './cycle.ts'
import { roundHalfUp } from './money.ts'

/** What a cycle brings a month, in 72nds: a year has 52 weeks and 12 months. */
const SHARES: Readonly<Record<RecurringCycle, bigint>> = {
  weekly: 312n,
  monthly: 72n,
  quarterly: 24n,
  semiannually: 12n,
  annually: 6n,
  biennially: 3n,
  triennially: 2n,
}

/** One price and how often it comes. */
export interface RecurringPrice {
  readonly cycle: RecurringCycle
  /** Minor units for one period. */
  readonly amount: bigint
}

/** What prices come to in a month, rounded once. */
export function monthlyAmount(prices: readonly RecurringPrice[]): bigint {
  const sum = prices.reduce((all, { cycle, amount }) => all + amount * SHARES[cycle], 0n)
  return roundHalfUp(sum, 72n)
}
