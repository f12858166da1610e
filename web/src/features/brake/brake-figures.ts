import type { Money } from '../../i18n/format.ts'
import type { BrakedStep, BrakeReason, BrakeToday, HeldRow } from './brake-types.ts'

/** How many of a step are held, and what is at stake, by currency. */
export function heldOf(today: BrakeToday, step: BrakedStep): { count: number; money: Money[] } {
  const groups = today.held.filter((group) => group.step === step)
  return {
    count: groups.reduce((sum, { count }) => sum + count, 0),
    money: sumMoney(groups.flatMap(({ money }) => money)),
  }
}

/** Every reason for which something is held, or would be. */
export function reasonsOf(today: BrakeToday): BrakeReason[] {
  const all = [...today.standing, ...today.held].map(({ reason }) => reason)
  return [...new Set(all)]
}

/** What the rows come to, by currency. */
export const moneyOf = (rows: readonly Pick<HeldRow, 'money'>[]): Money[] =>
  sumMoney(rows.map(({ money }) => money))

/** Amounts of one currency added up; those of different ones stay apart. */
export function sumMoney(all: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>()
  for (const { amount, currency } of all) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount))
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount: String(amount) }))
}
