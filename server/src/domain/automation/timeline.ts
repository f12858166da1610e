import { addDays } from '../calendar.ts'
import { isRecurring } from '../cycle.ts'
import type { Instant } from '../instant.ts'
import type { ResolvedPolicy } from '../policy.ts'
import { insertInOrder } from './insert-in-order.ts'
import { type OutlinedStep, outlineOf, type Shape, type Timing, timingOf } from './outline.ts'
import { placeStep } from './place-step.ts'
import type { AutomatedService, BusinessCalendar, Milestone } from './types.ts'

/**
 * What the policy has in store for a service in its present period, earliest first: at most 20
 * entries. It needs no facts, so it can be kept until the service, its policy or the calendar
 * changes; `decide` holds it against the facts. Who knows that a service does not pay by itself may
 * leave its charges out: nothing else follows from them.
 */
export function timeline(
  service: AutomatedService,
  policy: ResolvedPolicy,
  calendar: BusinessCalendar,
  charged = true,
): Milestone[] {
  const outline = keptOutline(shapeOf(service, charged), policy, calendar)
  const origins = originsOf(service, outline)
  const milestones: Milestone[] = []
  for (const outlined of outline) {
    const made = milestone(outlined, origins)
    insertInOrder(milestones, made, ({ due }) => due > made.due)
  }
  return milestones
}

type Origins = Readonly<Record<OutlinedStep['origin'], Instant>>

function originsOf(service: AutomatedService, outline: readonly OutlinedStep[]): Origins {
  const { orderedAt: order, plannedPrice } = service
  const expiry = service.expiresAt ?? order
  const origins = {
    ...{ expiry, order, suspension: expiry },
    end: service.endedAt ?? order,
    planned_price: plannedPrice?.at ?? order,
  }
  for (const outlined of outline)
    if (outlined.step === 'suspend') origins.suspension = milestone(outlined, origins).notBefore
  return origins
}

function milestone(outlined: OutlinedStep, origins: Origins): Milestone {
  const { rules } = outlined
  const due = addDays(origins[outlined.origin], outlined.shift, rules.period.zone)
  return {
    step: outlined.step,
    key: outlined.key,
    due,
    notBefore: placeStep(due, rules),
    days: outlined.days,
    after: outlined.after,
    rules,
    disabledBy: outlined.disabledBy,
    because: outlined.because,
  }
}

interface Kept {
  readonly calendar: BusinessCalendar
  readonly timing: Timing
  /** By the shape's number. */
  readonly outlines: (readonly OutlinedStep[] | undefined)[]
}

const kept = new WeakMap<ResolvedPolicy, Kept>()

/** Services that share a policy share its outlines, and with them what is known of its windows. */
function keptOutline(
  shape: Shape,
  policy: ResolvedPolicy,
  calendar: BusinessCalendar,
): readonly OutlinedStep[] {
  let known = kept.get(policy)
  if (known?.calendar !== calendar) {
    known = { calendar, timing: timingOf(policy.values, calendar), outlines: [] }
    kept.set(policy, known)
  }
  const number = shapeNumber(shape)
  const outline = known.outlines[number] ?? outlineOf(shape, policy, known.timing)
  known.outlines[number] = outline
  return outline
}

function shapeOf(service: AutomatedService, charged: boolean): Shape {
  const { metadata } = service
  return {
    status: shapeStatus(service),
    hasPlannedPrice: service.plannedPrice !== null,
    hasTerm: service.expiresAt !== null && isRecurring(service.cycle),
    cancellationScheduled: service.cancellationScheduled,
    charged,
    renews: service.price.amount !== 0n ? 'paid' : service.freeRenewalOnClick ? 'on_click' : 'free',
    noSuspension: metadata.disable_auto_suspend === true,
    noEnd: metadata.disable_auto_terminate === true,
  }
}

/** An end without its moment has nothing in store, as one that has left the lists. */
function shapeStatus({ status, endedAt, archivedAt }: AutomatedService): Shape['status'] {
  if (status === 'pending' || status === 'active' || status === 'suspended') return status
  return endedAt === null || archivedAt !== null ? 'archived' : 'ended'
}

const STATUS_NUMBERS = { pending: 0, active: 1, suspended: 2, ended: 3, archived: 4 } as const
const RENEWS_NUMBERS = { paid: 0, free: 1, on_click: 2 } as const

/** A number of its own for every shape: small, so that a list finds it. */
function shapeNumber(shape: Shape): number {
  const flags =
    (shape.hasPlannedPrice ? 1 : 0) +
    (shape.hasTerm ? 2 : 0) +
    (shape.cancellationScheduled ? 4 : 0) +
    (shape.noSuspension ? 8 : 0) +
    (shape.noEnd ? 16 : 0) +
    (shape.charged ? 32 : 0)
  return flags + 64 * (STATUS_NUMBERS[shape.status] + 5 * RENEWS_NUMBERS[shape.renews])
}
