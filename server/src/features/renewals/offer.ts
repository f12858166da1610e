import { type Cycle, isRecurring } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { blocksTotal, type PeriodBlock, periodBlocks } from '../../domain/period-price.ts'
import { periodsToAsk, type RenewalPeriods } from '../../domain/renewal.ts'
import { type RenewalRefusal, renewalRefusal } from '../../domain/renewal-refusal.ts'
import { refused, type Verdict } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import { causeTexts, statusText } from '../services/refusals.ts'
import type { RenewableSubject } from './facts.ts'

/** What is asked: a cycle (the service's own by default), a price typed by staff, going over a limit. */
export interface RenewalWish {
  cycle?: Cycle
  /** Minor units for one period, in the service's currency; staff only. */
  price?: bigint
  override?: boolean
}

/** A renewal that may be asked for: what it covers and costs. */
export interface RenewalOffer extends RenewalPeriods {
  kind: 'offer'
  cycle: Cycle
  /** For one period of the service alone. */
  unitPrice: bigint
  /** What the periods cost line by line, options and discount included. */
  blocks: readonly PeriodBlock[]
  /** What all of it costs. */
  total: bigint
  /** The limit that staff went over, if any. */
  overrode: RenewalRefusal | null
}

/** What may be bought, or why nothing: the one judgement of customer, staff and automation. */
export function renewalOffer(
  subject: RenewableSubject,
  wish: RenewalWish,
  asked: { actor: Actor; now: Instant },
): RenewalOffer | { kind: 'refused'; verdict: Verdict } {
  if (subject.isCharging) return { kind: 'refused', verdict: refused('charge_in_flight') }
  const { service, zone, policy } = subject
  const cycle = wish.cycle ?? service.cycle
  const by = askedBy(asked.actor)
  const periods = periodsOf(subject, cycle, asked.now)
  const refusal = renewalRefusal(
    {
      ...service,
      causes: service.suspensions.map(({ cause }) => cause),
      cancellationScheduled: service.cancellationRequestedAt !== null,
      metadata: subject.metadata,
    },
    {
      by,
      appliedAt: subject.appliedAt,
      openCount: 0,
      periods: periods?.periods ?? 1,
      // The automation's decision has judged that, with what an outage kept it from.
      renewalGraceDays: by === 'automation' ? null : policy.values.renewalGraceDays,
      zone,
    },
    asked.now,
  )
  const overrides = refusal?.overridable === true && wish.override === true && by === 'staff'
  if (refusal && !overrides) return { kind: 'refused', verdict: refusalVerdict(refusal, zone) }
  const unitPrice = priceOf(subject, cycle, wish.price)
  if (!periods || unitPrice === null)
    return { kind: 'refused', verdict: refused('cycle_not_priced') }
  const blocks = periodBlocks(subject.service, { cycle, periods: periods.periods, unitPrice })
  if (!blocks) return { kind: 'refused', verdict: refused('option_not_priced') }
  const total = blocksTotal(blocks)
  return { kind: 'offer', ...periods, cycle, unitPrice, blocks, total, overrode: refusal }
}

function askedBy({ kind }: Actor): 'customer' | 'staff' | 'automation' {
  if (kind === 'automation') return 'automation'
  return kind === 'user' ? 'customer' : 'staff'
}

/** One period, or as many as bring a lapsed service past now, by the policy's renewal basis. */
function periodsOf(subject: RenewableSubject, cycle: Cycle, now: Instant): RenewalPeriods | null {
  const { service, zone, policy } = subject
  if (!isRecurring(cycle) || service.expiresAt === null) return null
  return periodsToAsk(
    { expiresAt: service.expiresAt, anchorDay: service.anchorDay ?? 1 },
    cycle,
    now,
    {
      zone,
      renewalBasis: policy.values.renewalBasis,
      suspendedForOverdue:
        service.status === 'suspended' &&
        service.suspensions.some(({ cause }) => cause === 'overdue'),
    },
  )
}

/** The service's own price for its own cycle; else the product's; a price typed by staff first. */
function priceOf({ service, prices }: RenewableSubject, cycle: Cycle, typed: bigint | undefined) {
  if (typed !== undefined) return typed
  if (cycle === service.cycle) return service.price
  return prices[cycle] ?? null
}

/** The domain's refusal in the house's words, saying from when it is possible again. */
export function refusalVerdict(refusal: RenewalRefusal, zone: string): Verdict {
  switch (refusal.code) {
    case 'status':
      return refused('wrong_status', { status: statusText(refusal.status) })
    case 'staff_cause':
      return refused('staff_cause', { causes: causeTexts(refusal.causes) })
    case 'max_renewals':
      return refused('max_renewals', { limit: refusal.limit })
    case 'month_limit':
    case 'week_limit':
      if (refusal.possibleFrom === null) return refused('never_renews')
      return refused(refusal.code, {
        limit: refusal.limit,
        from: { instant: refusal.possibleFrom, zone },
      })
    case 'grace_passed':
      return refused('grace_passed', { until: { instant: refusal.until, zone } })
    default:
      return refused(refusal.code)
  }
}
