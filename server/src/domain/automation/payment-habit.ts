import { instantOfLocal, localDays } from '../calendar.ts'
import { DAY, HOUR, type Instant } from '../instant.ts'
import { plannedCharge } from './asking.ts'
import type { BillingFacts, DocumentFact } from './billing.ts'
import type { Milestone, ServiceState } from './types.ts'
import { viewOf } from './view.ts'

/**
 * What a forecast takes customers to do with what they are asked to pay. `nobody` pays, and
 * automatic charges are refused too. `on_time`: each document is paid when it is due, before the
 * expiry at the latest, and charges succeed. Or as a customer did before, and charges succeed.
 */
export type PaymentHabit = 'nobody' | 'on_time' | CustomerHabit

/** When a customer usually pays, in the business time zone. */
export interface CustomerHabit {
  /** Calendar days after the one on which a document was opened. */
  readonly paysAfterDays: number
  /** The time of day on the wall clock, in milliseconds since midnight. */
  readonly paysAtMs: number
}

/** When a customer with this habit pays what was opened at a moment. */
export function paidByHabit(openedAt: Instant, habit: CustomerHabit, zone: string): Instant {
  const day = localDays(openedAt, zone) + habit.paysAfterDays
  return Math.max(openedAt, instantOfLocal(day * DAY + habit.paysAtMs, zone))
}

/** Who pays on time pays at least so long before the expiry, or before an order is given up. */
export const PAID_BEFORE_MS = HOUR

/** A payment that a forecast takes to come. */
export interface PlannedPayment {
  readonly at: Instant
  readonly document: DocumentFact
}

/** Where a service of a forecast stands. */
export interface PayingState extends ServiceState {
  readonly milestones: readonly Milestone[]
  readonly billing: BillingFacts
}

/**
 * When what is open is paid, not before `now`; null when nothing is, or nobody does. A document
 * that an automatic charge is planned for is left to the charge.
 */
export function plannedPayment(
  state: PayingState,
  habit: PaymentHabit,
  now: Instant,
): PlannedPayment | null {
  if (habit === 'nobody') return null
  const { service, facts, billing } = state
  if (service.status === 'pending')
    return isUnpaid(state) ? paymentOf(billing.order, state, { habit, now }) : null
  if (!facts.renewal || isChargedNext(state, now)) return null
  return paymentOf(billing.renewal, state, { habit, now })
}

function isUnpaid({ facts: { order } }: PayingState): boolean {
  return order?.state === 'unpaid' || order?.state === 'issued'
}

function isChargedNext({ service, milestones, facts }: PayingState, now: Instant): boolean {
  return facts.charge !== null && plannedCharge(viewOf(service, milestones, facts, now)) !== null
}

function paymentOf(
  document: DocumentFact | null,
  { billing }: PayingState,
  { habit, now }: { habit: Exclude<PaymentHabit, 'nobody'>; now: Instant },
): PlannedPayment | null {
  if (!document) return null
  const before = document.neededAt === null ? document.dueAt : document.neededAt - PAID_BEFORE_MS
  const at =
    habit === 'on_time'
      ? Math.min(document.dueAt, before)
      : paidByHabit(document.openedAt, habit, billing.zone)
  return { at: Math.max(now, at), document }
}
