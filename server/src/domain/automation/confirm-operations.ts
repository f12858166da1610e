import type { Instant } from '../instant.ts'
import { isEnded } from '../service-status.ts'
import { apply, applyPaidRenewal } from './apply.ts'
import type { PaymentHabit } from './payment-habit.ts'
import type { OperationFact, PeriodRules, ServiceState, Step } from './types.ts'

/** What a charge that is under way is taken to come to. */
export type ChargeAnswer = PaymentHabit | 'none'

/**
 * A service once everything that is under way has come to its end at a moment: operations are
 * confirmed by the server, a charge is answered as the habit says, or not at all. What waits for
 * staff stays.
 */
export function settleUnderWay(
  state: ServiceState,
  answer: ChargeAnswer,
  at: { readonly now: Instant; readonly period: PeriodRules },
): ServiceState {
  let settled = state
  for (const operation of state.facts.operations)
    if (!operation.waitsForStaff) settled = confirm(settled, operation, at)
  const { facts, service } = settled
  if (!facts.charge?.inFlight || answer === 'none') return settled
  if (answer !== 'nobody') return applyPaidRenewal(service, facts, at.period, at.now)
  return { service, facts: withRefusedCharge(facts, at.now) }
}

/** The facts after an automatic charge was refused. */
export function withRefusedCharge(facts: ServiceState['facts'], at: Instant) {
  const { charge } = facts
  if (!charge) return facts
  const failedAttempts = charge.failedAttempts + 1
  return {
    ...facts,
    charge: { failedAttempts, lastAttemptAt: at, inFlight: false },
    lastRefusedAt: at,
  }
}

function confirm(
  state: ServiceState,
  operation: OperationFact,
  { now, period }: { now: Instant; period: PeriodRules },
): ServiceState {
  const operations = state.facts.operations.filter((other) => other !== operation)
  const { service } = state
  const facts = { ...state.facts, operations }
  if (isEnded(service.status)) return { service, facts }
  switch (operation.kind) {
    case 'create':
      if (service.status !== 'pending') return { service, facts }
      return apply(service, facts, { ...QUIET, mailAt: now, kind: 'deliver', period }, now)
    case 'suspend':
      if (service.status !== 'active') return { service, facts }
      return {
        service: { ...service, status: 'suspended' },
        facts: { ...facts, suspendedAt: now },
      }
    case 'unsuspend':
      if (service.status !== 'suspended') return { service, facts }
      return { service: { ...service, status: 'active' }, facts: { ...facts, suspendedAt: null } }
    case 'terminate':
      return apply(service, facts, { ...QUIET, mailAt: now, kind: endKind(state) }, now)
    default:
      return { service, facts }
  }
}

/** A step that nobody decides any more: it was decided when the operation was asked for. */
const QUIET = {
  key: 'confirmed',
  skips: [],
  because: { rule: 'order_paid' },
} as const satisfies Partial<Step>

function endKind({ service, facts }: ServiceState): 'cancel' | 'expire' {
  const forMoney = facts.causes.some(({ cause }) => cause === 'overdue' || cause === 'term_ended')
  return service.cancellationScheduled || !forMoney ? 'cancel' : 'expire'
}
