import { isRecurring } from '../cycle.ts'
import { DAY, type Instant } from '../instant.ts'
import { applyRenewal, cycleOfFirst, firstPeriod } from '../renewal.ts'
import { isEnded, type ServiceStatus } from '../service-status.ts'
import type {
  AutomatedService,
  Facts,
  OperationFact,
  PeriodRules,
  ServiceState,
  Step,
} from './types.ts'

/** How long renewals are remembered for the limits: more than the longest month. */
const REMEMBERED_MS = 32 * DAY

/**
 * The `period_start` under which a service's steps are stored: E, the start of the period that
 * they ask for; before the first period the order, after the end the end.
 */
export function periodKey(service: AutomatedService): Instant {
  if (isEnded(service.status)) return service.endedAt ?? service.orderedAt
  if (service.status === 'pending') return service.orderedAt
  return service.expiresAt ?? service.orderedAt
}

/**
 * The service and its facts once a step has succeeded at a moment: the operation confirmed, the
 * mail planned, the charge paid. The forecast walks on it, and facts loaded after a real step
 * must equal it.
 */
export function apply(
  service: AutomatedService,
  facts: Facts,
  step: Step,
  at: Instant,
): ServiceState {
  const noted = { service, facts: noteDone(facts, step, at) }
  switch (step.kind) {
    case 'cancel':
    case 'cancel_order':
      return end(noted, 'cancelled', at)
    case 'expire':
      return end(noted, 'expired', at)
    case 'unsuspend':
      return unsuspend(noted, step)
    case 'suspend':
      return suspend(noted, step, at)
    case 'deliver':
      return deliver(noted, step.period, at)
    case 'charge':
      return applyPaidRenewal(service, noted.facts, step.period, at)
    case 'renew':
      return extend(noted, { expiresAt: step.periodEnd, periods: step.periods, at })
    case 'invoice':
      return openRenewal(noted, step)
    case 'change_price':
      return { service: atPlannedPrice(service), facts: noted.facts }
    case 'archive':
      return { service: { ...service, archivedAt: at }, facts: noted.facts }
    case 'remind':
    case 'final_notice':
    case 'remind_order':
      return noted
  }
}

/**
 * The service and its facts once its open renewal is paid, by whatever means: a longer term, the
 * periods counted, nothing open. Causes are cleared by the step that `decide` finds next.
 */
export function applyPaidRenewal(
  service: AutomatedService,
  facts: Facts,
  rules: PeriodRules,
  at: Instant,
): ServiceState {
  const { renewal } = facts
  if (!renewal || service.expiresAt === null || !isRecurring(renewal.cycle))
    return { service, facts }
  const { expiresAt, anchorDay } = applyRenewal(
    { expiresAt: service.expiresAt, anchorDay: service.anchorDay },
    {
      cycle: renewal.cycle,
      periods: renewal.periods,
      paidAt: at,
      suspendedForOverdue:
        service.status === 'suspended' && facts.causes.some(({ cause }) => cause === 'overdue'),
      renewalBasis: rules.renewalBasis,
    },
    rules.zone,
  )
  const state = { service: { ...service, anchorDay }, facts }
  return extend(state, { expiresAt, periods: renewal.periods, at })
}

function extend(
  { service, facts }: ServiceState,
  by: { readonly expiresAt: Instant; readonly periods: number; readonly at: Instant },
): ServiceState {
  const renewalsAppliedAt = [...facts.renewalsAppliedAt, by.at].filter(
    (applied) => applied > by.at - REMEMBERED_MS,
  )
  const charge = facts.charge && { failedAttempts: 0, lastAttemptAt: null, inFlight: false }
  const renewalCount = service.renewalCount + by.periods
  return {
    service: { ...atItsPrice(service, renewalCount), expiresAt: by.expiresAt, renewalCount },
    facts: { ...facts, renewal: null, done: [], charge, lastRefusedAt: null, renewalsAppliedAt },
  }
}

/** A discount for so many renewals is over with the last of them, in the planned price too. */
function atItsPrice(service: AutomatedService, renewalCount: number): AutomatedService {
  const { plannedPrice } = service
  const planned = plannedPrice && { ...plannedPrice, ...afterDiscount(plannedPrice, renewalCount) }
  const price = afterDiscount(service, renewalCount)
  return planned ? { ...service, ...price, plannedPrice: planned } : { ...service, ...price }
}

type Priced = Pick<AutomatedService, 'price' | 'discountEnd'>

function afterDiscount({ price, discountEnd }: Priced, renewalCount: number): Priced {
  if (!discountEnd || renewalCount < discountEnd.atRenewals) return { price, discountEnd }
  return { price: discountEnd.price, discountEnd: null }
}

function atPlannedPrice(service: AutomatedService): AutomatedService {
  const { plannedPrice } = service
  if (!plannedPrice) return service
  const { price, discountEnd } = plannedPrice
  return { ...service, price, discountEnd, plannedPrice: null }
}

function openRenewal(
  { service, facts }: ServiceState,
  step: Extract<Step, { kind: 'renew' | 'invoice' }>,
): ServiceState {
  const renewal = { cycle: service.cycle, periods: step.periods, mailedAt: step.mailAt }
  return { service, facts: { ...facts, renewal } }
}

function suspend(
  { service, facts }: ServiceState,
  step: Extract<Step, { kind: 'suspend' }>,
  at: Instant,
): ServiceState {
  const causes = [...facts.causes, { cause: step.cause, since: at }]
  if (!step.operation) return { service, facts: { ...facts, causes } }
  return {
    service: { ...service, status: 'suspended' },
    facts: { ...facts, causes, suspendedAt: at, operations: [] },
  }
}

function unsuspend(
  { service, facts }: ServiceState,
  step: Extract<Step, { kind: 'unsuspend' }>,
): ServiceState {
  const causes = facts.causes.filter(({ cause }) => !isIn(step.clears, cause))
  if (!step.operation) return { service, facts: { ...facts, causes } }
  return {
    service: { ...service, status: 'active' },
    facts: { ...facts, causes, suspendedAt: null, operations: [] },
  }
}

/** The first period starts at the activation, or at the order where the policy says so. */
function deliver({ service, facts }: ServiceState, rules: PeriodRules, at: Instant): ServiceState {
  const active = { ...service, status: 'active' as const }
  const delivered = { ...facts, operations: [], order: null }
  const cycle = cycleOfFirst(service)
  if (cycle === null || service.expiresAt !== null)
    return inItsPeriod(service, { service: active, facts: delivered })
  const startsAt = rules.firstPeriodFrom === 'order' ? service.orderedAt : at
  const { expiresAt, anchorDay } = firstPeriod(startsAt, cycle, rules.zone)
  return inItsPeriod(service, { service: { ...active, expiresAt, anchorDay }, facts: delivered })
}

/** Every end withdraws the open renewal, stops auto-pay and closes a scheduled cancellation. */
function end({ service, facts }: ServiceState, status: ServiceStatus, at: Instant): ServiceState {
  return inItsPeriod(service, {
    service: { ...service, status, endedAt: at, cancellationScheduled: false },
    facts: {
      ...facts,
      causes: [],
      suspendedAt: null,
      hold: null,
      heldBack: null,
      renewal: null,
      charge: null,
      lastRefusedAt: null,
      order: null,
      operations: [],
    },
  })
}

/** Steps count for the period that they were done in: with a new one none is done. */
function inItsPeriod(before: AutomatedService, { service, facts }: ServiceState): ServiceState {
  const isSame = periodKey(before) === periodKey(service)
  return { service, facts: isSame ? facts : { ...facts, done: [] } }
}

function noteDone(facts: Facts, step: Step, at: Instant): Facts {
  const sent = step.kind !== 'remind' || step.send
  const done = [...facts.done]
  for (const key of step.skips) done.push({ key, at, skipped: true })
  done.push({ key: step.key, at, skipped: !sent })
  return { ...facts, done }
}

function isIn<T>(list: readonly T[], value: unknown): boolean {
  return (list as readonly unknown[]).includes(value)
}

/**
 * The service and its facts right after a step was asked for: an operation is queued (a waiting
 * one is superseded), a charge is in flight. Steps that ask nobody are simply applied.
 */
export function request(
  service: AutomatedService,
  facts: Facts,
  step: Step,
  at: Instant,
): ServiceState {
  const noted = noteDone(facts, step, at)
  switch (step.kind) {
    case 'cancel':
    case 'expire':
      return { service, facts: queue(noted, 'terminate') }
    case 'deliver':
      return { service, facts: queue(noted, 'create') }
    case 'charge':
      return {
        service,
        facts: { ...noted, charge: noted.charge && { ...noted.charge, inFlight: true } },
      }
    case 'suspend': {
      if (!step.operation) return apply(service, facts, step, at)
      const causes = [...noted.causes, { cause: step.cause, since: at }]
      return { service, facts: queue({ ...noted, causes }, 'suspend') }
    }
    case 'unsuspend': {
      if (!step.operation) return apply(service, facts, step, at)
      const causes = noted.causes.filter(({ cause }) => !isIn(step.clears, cause))
      return { service, facts: queue({ ...noted, causes }, 'unsuspend') }
    }
    default:
      return apply(service, facts, step, at)
  }
}

function queue(facts: Facts, kind: OperationFact['kind']): Facts {
  const onServer = facts.operations.filter(
    ({ state }) => state === 'running' || state === 'unknown',
  )
  const queued: OperationFact = { kind, state: 'queued', waitsForStaff: false, byAutomation: true }
  return { ...facts, operations: [...onServer, queued] }
}
