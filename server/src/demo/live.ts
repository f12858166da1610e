import {
  type AutomatedService,
  apply,
  applyPaidRenewal,
  type BusinessCalendar,
  decide,
  type Facts,
  type PeriodRules,
  periodKey,
  type ScheduleEntry,
  type Step,
  timeline,
  toSchedule,
} from '../domain/automation/index.ts'
import { isRecurring } from '../domain/cycle.ts'
import { DAY, HOUR, type Instant, MINUTE } from '../domain/instant.ts'
import { resolveMetadata } from '../domain/metadata.ts'
import { resolvePolicy } from '../domain/policy.ts'
import { firstPeriod } from '../domain/renewal.ts'
import { isEnded } from '../domain/service-status.ts'
import { COMPANY_POLICY } from './company.ts'
import type { Habit } from './customers.ts'
import type { Act, OrderPlan } from './plans.ts'
import { idAt, type Random } from './random.ts'

/** A renewal in the making: asked for, then paid or withdrawn. */
export interface LivedRenewal {
  id: string
  periods: number
  startsAt: Instant
  endsAt: Instant
  askedAt: Instant
  mailedAt: Instant
  paidAt: Instant | null
  withdrawnAt: Instant | null
}

/** What happened to a service, for its history. */
export type Happening = { at: Instant } & (
  | { kind: 'suspended' | 'reactivated' | 'expired' | 'archived' | 'cancelled'; step: Step }
  | { kind: 'act'; act: Act }
  | { kind: 'suspension_failed'; step: Step }
)

export interface DoneStep {
  period: Instant
  step: Step
  at: Instant
}

/** The life of one delivered service up to now. */
export interface Life {
  service: AutomatedService
  facts: Facts
  renewals: LivedRenewal[]
  happenings: Happening[]
  steps: DoneStep[]
  cancelledBy: Extract<Act, { kind: 'cancel' }> | null
  heldBy: Extract<Act, { kind: 'hold' }> | null
}

export interface Stage {
  random: Random
  now: Instant
  calendar: BusinessCalendar
}

/** What the life of a service starts from. */
export interface Birth {
  id: string
  plan: OrderPlan
  price: { amount: bigint; currency: string }
  orderedAt: Instant
  deliveredAt: Instant
  habit: Habit
}

const NEVER = Number.POSITIVE_INFINITY

/**
 * Lives a service through from its delivery to now. What the automation does is decided by its own
 * functions, so that the past looks exactly as if it had been at work; only what people do is made
 * up: when they pay, cancel, or stop a service.
 */
export function live(birth: Birth, stage: Stage): { life: Life; schedule: ScheduleEntry } {
  const run = new Run(birth, stage)
  return run.toTheEnd()
}

/** When the automation looks at a service again, as it would store it now. */
export function scheduleOf(
  service: AutomatedService,
  facts: Facts,
  { now, calendar }: Stage,
): ScheduleEntry {
  const policy = resolvePolicy(service.cycle, { installation: COMPANY_POLICY })
  return toSchedule(decide(service, timeline(service, policy, calendar), facts, now), now)
}

/** One life in progress. */
class Run {
  readonly #stage: Stage
  readonly #birth: Birth
  readonly #life: Life
  readonly #rules: PeriodRules
  readonly #acts: Act[]
  #payAt: Instant = NEVER

  constructor(birth: Birth, stage: Stage) {
    this.#birth = birth
    this.#stage = stage
    this.#acts = [...birth.plan.acts].sort((a, b) => a.at - b.at)
    const { renewalBasis, firstPeriodFrom } = this.#policy().values
    this.#rules = { zone: stage.calendar.zone, renewalBasis, firstPeriodFrom }
    this.#life = {
      service: born(birth, stage.calendar.zone),
      facts: NOTHING_YET,
      renewals: [],
      happenings: [],
      steps: [],
      cancelledBy: null,
      heldBy: null,
    }
  }

  toTheEnd(): { life: Life; schedule: ScheduleEntry } {
    const { now } = this.#stage
    let at = this.#birth.deliveredAt
    for (;;) {
      const look = this.#settle(at)
      const next = Math.min(look, this.#payAt, this.#acts[0]?.at ?? NEVER)
      if (next > now) break
      at = Math.max(at, next)
      if (at === this.#payAt) this.#pay(at)
      const act = this.#acts[0]
      if (act && act.at <= at) this.#perform(this.#acts.shift() as Act)
    }
    const { service, facts } = this.#life
    return { life: this.#life, schedule: scheduleOf(service, facts, this.#stage) }
  }

  #policy() {
    return resolvePolicy(this.#birth.plan.cycle, { installation: COMPANY_POLICY })
  }

  #decide(at: Instant) {
    const { service, facts } = this.#life
    return decide(service, timeline(service, this.#policy(), this.#stage.calendar), facts, at)
  }

  /** Does what the automation does at a moment; answers when it looks again. */
  #settle(at: Instant): Instant {
    for (;;) {
      const decision = this.#decide(at)
      if (decision.kind === 'wait') return decision.until
      if (decision.kind === 'blocked') return at + DAY
      if (decision.kind === 'rest') return NEVER
      for (const step of decision.steps) this.#do(step, at)
    }
  }

  #do(step: Step, at: Instant) {
    const life = this.#life
    life.steps.push({ period: periodKey(life.service), step, at })
    if (
      step.kind === 'suspend' &&
      this.#birth.plan.suspensionFails &&
      at > this.#stage.now - 5 * DAY
    )
      return this.#failToSuspend(step, at)
    if (step.kind === 'invoice') this.#ask(step, at)
    if (step.kind === 'expire' || step.kind === 'cancel') this.#withdraw(at)
    const after = apply(life.service, life.facts, step, at)
    life.service = after.service
    life.facts = after.facts
    if (step.kind === 'suspend') life.happenings.push({ at, kind: 'suspended', step })
    if (step.kind === 'unsuspend') life.happenings.push({ at, kind: 'reactivated', step })
    if (step.kind === 'expire') life.happenings.push({ at, kind: 'expired', step })
    if (step.kind === 'cancel') life.happenings.push({ at, kind: 'cancelled', step })
    if (step.kind === 'archive') life.happenings.push({ at, kind: 'archived', step })
  }

  #failToSuspend(step: Extract<Step, { kind: 'suspend' }>, at: Instant): void {
    const { facts } = this.#life
    const operation = { kind: 'suspend', byAutomation: true, state: 'failed', waitsForStaff: true }
    this.#life.facts = {
      ...facts,
      causes: [...facts.causes, { cause: step.cause, since: at }],
      operations: [operation as Facts['operations'][number]],
    }
    this.#life.happenings.push({ at, kind: 'suspension_failed', step })
  }

  #ask(step: Extract<Step, { kind: 'invoice' | 'renew' }>, at: Instant): void {
    const { periods, periodStart, periodEnd, mailAt } = step
    this.#life.renewals.push({
      id: idAt(this.#stage.random, at),
      periods,
      startsAt: periodStart,
      endsAt: periodEnd,
      askedAt: at,
      mailedAt: mailAt,
      paidAt: null,
      withdrawnAt: null,
    })
    const { unpaidFrom } = this.#birth.plan
    this.#payAt =
      unpaidFrom !== null && periodStart >= unpaidFrom
        ? NEVER
        : paymentMoment(this.#stage.random, this.#birth.habit, { mailAt, dueAt: periodStart })
  }

  #pay(at: Instant): void {
    const { service, facts } = this.#life
    this.#payAt = NEVER
    const renewal = this.#life.renewals.at(-1)
    if (!renewal || !facts.renewal || isEnded(service.status)) return
    renewal.paidAt = at
    const after = applyPaidRenewal(service, facts, this.#rules, at)
    renewal.startsAt = service.expiresAt ?? renewal.startsAt
    renewal.endsAt = after.service.expiresAt ?? renewal.endsAt
    this.#life.service = after.service
    this.#life.facts = after.facts
  }

  #withdraw(at: Instant): void {
    const renewal = this.#life.renewals.at(-1)
    if (!renewal || !this.#life.facts.renewal) return
    renewal.withdrawnAt = at
    this.#life.facts = { ...this.#life.facts, renewal: null }
    this.#payAt = NEVER
  }

  #perform(act: Act) {
    const life = this.#life
    if (isEnded(life.service.status)) return
    life.happenings.push({ at: act.at, kind: 'act', act })
    switch (act.kind) {
      case 'cancel':
        this.#withdraw(act.at)
        life.cancelledBy = act
        if (act.when === 'now') this.#end('cancelled', act.at)
        else life.service = { ...life.service, cancellationScheduled: true }
        return
      case 'suspend':
        life.service = { ...life.service, status: 'suspended' }
        life.facts = {
          ...life.facts,
          causes: [...life.facts.causes, { cause: act.cause, since: act.at }],
          suspendedAt: life.facts.suspendedAt ?? act.at,
        }
        return
      case 'terminate':
        this.#withdraw(act.at)
        return this.#end('terminated', act.at)
      case 'hold':
        life.heldBy = act
        life.facts = { ...life.facts, hold: { until: act.until } }
    }
  }

  #end(status: 'cancelled' | 'terminated', at: Instant): void {
    const { service, facts } = this.#life
    this.#life.service = { ...service, status, endedAt: at, cancellationScheduled: false }
    const nothing = { causes: [], suspendedAt: null, renewal: null, operations: [], done: [] }
    this.#life.facts = { ...facts, ...nothing }
  }
}

export const NOTHING_YET: Facts = {
  causes: [],
  suspendedAt: null,
  hold: null,
  heldBack: null,
  graceUntil: null,
  paused: false,
  renewal: null,
  done: [],
  operations: [],
  charge: null,
  lastRefusedAt: null,
  order: null,
  renewalsAppliedAt: [],
}

/** The service at its delivery. */
export function born(
  { id, plan, price, orderedAt, deliveredAt }: Birth,
  zone: string,
): AutomatedService {
  const { cycle, product } = plan
  const period = isRecurring(cycle) ? firstPeriod(deliveredAt, cycle, zone) : null
  return {
    id,
    status: 'active',
    cycle,
    firstCycle: null,
    price,
    discountEnd: null,
    plannedPrice: null,
    orderedAt,
    expiresAt: period?.expiresAt ?? null,
    anchorDay: period?.anchorDay ?? 1,
    maxRenewals: product.maxRenewals,
    renewalCount: 0,
    cancellationScheduled: false,
    endedAt: null,
    archivedAt: null,
    deliverOn: product.deliverOn,
    freeRenewalOnClick: false,
    metadata: resolveMetadata({}, product.metadata),
  }
}

/** Most pay within days of the mail; the late ones at times days after the expiry. */
function paymentMoment(
  random: Random,
  habit: Habit,
  { mailAt, dueAt }: { mailAt: Instant; dueAt: Instant },
): Instant {
  const soon = mailAt + random.int(20, 30 * 60) * MINUTE
  if (habit === 'prompt') return soon
  const room = Math.max(dueAt - mailAt - 3 * HOUR, HOUR)
  if (habit === 'normal') return mailAt + Math.floor(random.next() * room)
  return random.chance(0.7)
    ? mailAt + Math.floor(random.next() * room)
    : dueAt + random.int(1, 9 * 24) * HOUR
}
