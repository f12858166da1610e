import { and, eq, sql } from 'drizzle-orm'
import type { BrakedStep, BrakeReason } from '../../../domain/brake.ts'
import type { Db } from '../../../platform/db.ts'
import { toMoneyJson } from '../../../platform/json.ts'
import { brakeHeld } from './tables.ts'

/** What narrows the list of held steps. */
export interface HeldFilter {
  step?: BrakedStep | undefined
  reason?: BrakeReason | undefined
  customerId?: string | undefined
}

/** What waits for an answer and fits. */
export const fitting = ({ step, reason, customerId }: HeldFilter) =>
  and(
    eq(brakeHeld.state, 'held'),
    step && eq(brakeHeld.step, step),
    reason && eq(brakeHeld.reason, reason),
    customerId === undefined ? undefined : eq(brakeHeld.customerId, customerId),
  )

/** How many fit, and what a period of their services brings, by currency. */
export async function sumHeld(db: Db, filter: HeldFilter) {
  const rows = await db
    .select({
      currency: brakeHeld.currency,
      count: sql<string>`count(*)`,
      amount: sql<string>`sum(${brakeHeld.amount})`,
    })
    .from(brakeHeld)
    .where(fitting(filter))
    .groupBy(brakeHeld.currency)
    .orderBy(brakeHeld.currency)
  return {
    total: { count: rows.reduce((sum, { count }) => sum + Number(count), 0), exact: true },
    money: rows.map(({ amount, currency }) => toMoneyJson({ amount: BigInt(amount), currency })),
  }
}
