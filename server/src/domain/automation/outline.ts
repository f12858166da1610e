import type { OpeningHours, Policy, ResolvedPolicy } from '../policy.ts'
import type { HoursWindow } from '../window.ts'
import type {
  AfterFact,
  Because,
  BusinessCalendar,
  Milestone,
  Rule,
  StepKind,
  StepRules,
} from './types.ts'

/** What a milestone's date is counted from. */
export type Origin = 'expiry' | 'order' | 'end' | 'planned_price' | 'suspension'

/** A milestone without its dates: the same for all services of a policy and a shape. */
export interface OutlinedStep
  extends Pick<Milestone, 'step' | 'key' | 'days' | 'after' | 'rules' | 'disabledBy' | 'because'> {
  readonly origin: Origin
  /** Calendar days from the origin to the due moment. */
  readonly shift: number
}

/** All of a service that says which steps its policy has in store, and none of its dates. */
export interface Shape {
  readonly status: 'pending' | 'active' | 'suspended' | 'ended' | 'archived'
  readonly hasPlannedPrice: boolean
  /** False: for life, or its first period has not started. */
  readonly hasTerm: boolean
  readonly cancellationScheduled: boolean
  /** How it comes to its next period: at its price, at a price of 0, or only by a click. */
  readonly renews: 'paid' | 'free' | 'on_click'
  /** It pays by itself, or might. */
  readonly charged: boolean
  readonly noSuspension: boolean
  readonly noEnd: boolean
}

interface Draft {
  readonly step: StepKind
  readonly key?: string
  readonly origin: Origin
  readonly shift: number
  readonly days?: number
  readonly rule: Rule
  readonly field?: keyof Policy
  readonly after?: AfterFact
  readonly disabledBy?: Milestone['disabledBy']
}

/** At any moment, when mails may leave, or when services may be suspended and ended. */
type StepTiming = 'anytime' | 'mail' | 'destructive' | 'destructive_anytime'

/** When steps may happen under a policy. */
export type Timing = Readonly<Record<StepTiming, StepRules>>

const TIMING: Readonly<Record<StepKind, StepTiming>> = {
  cancel: 'destructive_anytime',
  expire: 'destructive',
  unsuspend: 'anytime',
  suspend: 'destructive',
  deliver: 'anytime',
  change_price: 'anytime',
  charge: 'anytime',
  renew: 'anytime',
  invoice: 'anytime',
  final_notice: 'mail',
  remind: 'mail',
  cancel_order: 'anytime',
  remind_order: 'anytime',
  archive: 'anytime',
}

/** What a policy has in store for services of a shape, without a date. */
export function outlineOf(shape: Shape, policy: ResolvedPolicy, timing: Timing): OutlinedStep[] {
  return draftsOf(shape, policy.values).map((draft) => ({
    step: draft.step,
    key: draft.key ?? draft.step,
    origin: draft.origin,
    shift: draft.shift,
    days: draft.days ?? 0,
    after: draft.after ?? null,
    rules: timing[TIMING[draft.step]],
    disabledBy: draft.disabledBy ?? null,
    because: because(draft, policy),
  }))
}

function draftsOf(shape: Shape, policy: Policy): Draft[] {
  if (shape.status === 'archived') return []
  if (shape.status === 'ended') return [archiveDraft(policy)]
  return [...(shape.hasPlannedPrice ? [PRICE] : []), ...termDrafts(shape, policy)]
}

/** From the moment that was announced on, whatever the period. */
const PRICE: Draft = {
  step: 'change_price',
  origin: 'planned_price',
  shift: 0,
  rule: 'price_planned',
}
/** It has no date: it comes with a payment, a hold, or the end of the last cause. */
const UNSUSPEND: Draft = {
  step: 'unsuspend',
  origin: 'expiry',
  shift: 0,
  rule: 'no_longer_overdue',
}
const CANCEL: Draft = {
  step: 'cancel',
  origin: 'expiry',
  shift: 0,
  rule: 'cancellation_scheduled',
}
const RENEW: Draft = {
  step: 'renew',
  origin: 'expiry',
  shift: 0,
  rule: 'renews_without_document',
}

function termDrafts(shape: Shape, policy: Policy): Draft[] {
  const { status, cancellationScheduled } = shape
  const orders = status === 'pending' ? orderDrafts(policy) : []
  const again = status === 'suspended' ? [UNSUSPEND] : []
  if (!shape.hasTerm) return [...orders, ...again]
  const cancel = cancellationScheduled ? [CANCEL] : []
  if (status === 'pending') return [...orders, ...cancel]
  const ending = [...again, ...endDrafts(shape, policy)]
  return [...(cancellationScheduled ? cancel : askDrafts(shape, policy)), ...ending]
}

function archiveDraft(policy: Policy): Draft {
  const shift = policy.archiveAfterDays
  return { step: 'archive', origin: 'end', shift, rule: 'after_end', field: 'archiveAfterDays' }
}

function orderDrafts(policy: Policy): Draft[] {
  const after = { origin: 'order', rule: 'after_order' } as const
  const { unpaidOrderReminderDays: remind, unpaidOrderDays } = policy
  return [
    { step: 'deliver', origin: 'order', shift: 0, rule: 'order_paid' },
    {
      ...after,
      step: 'remind_order',
      shift: remind,
      days: remind,
      field: 'unpaidOrderReminderDays',
    },
    { ...after, step: 'cancel_order', shift: unpaidOrderDays, field: 'unpaidOrderDays' },
  ]
}

/** What asks for the next period: a document, reminders, automatic charges. */
function askDrafts({ renews, charged }: Shape, policy: Policy): Draft[] {
  const before = { origin: 'expiry', rule: 'before_expiry' } as const
  const reminders = policy.reminderDays.map((days): Draft => {
    return {
      ...before,
      ...{ step: 'remind', key: `remind:${days}`, shift: -days, days, field: 'reminderDays' },
    }
  })
  if (renews === 'free') return [RENEW, ...reminders]
  if (renews === 'on_click') return reminders
  const charges = Array.from(
    { length: charged ? policy.autopayAttempts : 0 },
    (_, index): Draft => {
      const shift = index - policy.autopayLeadDays
      return {
        ...before,
        step: 'charge',
        key: `charge:${index + 1}`,
        shift,
        field: 'autopayLeadDays',
      }
    },
  )
  const days = policy.invoiceLeadDays
  const invoice: Draft = {
    ...before,
    ...{ step: 'invoice', shift: -days, days, field: 'invoiceLeadDays' },
  }
  return [invoice, ...reminders, ...charges]
}

/** Suspension, final notices, end. The dates after a suspension are guesses until it is real. */
function endDrafts(shape: Shape, policy: Policy): Draft[] {
  const noSuspension = shape.noSuspension ? ('disable_auto_suspend' as const) : null
  const suspend: Draft = {
    step: 'suspend',
    origin: 'expiry',
    shift: policy.suspendAfterDays,
    rule: 'after_expiry',
    field: 'suspendAfterDays',
    after: { fact: 'document_mailed', days: policy.minNoticeDays },
    disabledBy: noSuspension,
  }
  if (shape.cancellationScheduled) return [suspend]
  const disabledBy = noSuspension ?? (shape.noEnd ? ('disable_auto_terminate' as const) : null)
  const total = policy.terminateAfterDays
  const afterSuspension = (days: number) => ({
    origin: 'suspension' as const,
    shift: days,
    after: { fact: 'suspended', days } as const,
    disabledBy,
  })
  const notices = noticeDays(policy).map((days): Draft => {
    const said = { step: 'final_notice', key: `final_notice:${days}`, days } as const
    const shared = afterSuspension(Math.max(0, total - days))
    return { ...said, ...shared, rule: 'before_end', field: 'finalNoticeDays' }
  })
  const rule = { rule: 'after_suspension', field: 'terminateAfterDays' } as const
  return [suspend, ...notices, { step: 'expire', ...afterSuspension(total), ...rule }]
}

/** The final notice cannot be switched off: an empty list means one day before. */
function noticeDays(policy: Policy): readonly number[] {
  return policy.finalNoticeDays.length > 0 ? policy.finalNoticeDays : [1]
}

function because(draft: Draft, policy: ResolvedPolicy): Because {
  const { rule, field } = draft
  if (!field) return { rule }
  const value = draft.days ?? policy.values[field]
  const level = policy.from[field]
  return typeof value === 'number' ? { rule, field, value, level } : { rule, field, level }
}

/** When steps may happen under a policy and a calendar. */
export function timingOf(policy: Policy, calendar: BusinessCalendar): Timing {
  const anytime: StepRules = {
    window: null,
    mail: windowOf(policy.mailHours, calendar),
    gaps: [],
    outages: calendar.gaps,
    renewalGraceDays: policy.renewalGraceDays,
    period: {
      zone: calendar.zone,
      renewalBasis: policy.renewalBasis,
      firstPeriodFrom: policy.firstPeriodFrom,
    },
  }
  const destructiveAnytime = { ...anytime, gaps: calendar.gaps }
  return {
    anytime,
    mail: { ...anytime, window: anytime.mail },
    destructive_anytime: destructiveAnytime,
    destructive: { ...destructiveAnytime, window: windowOf(policy.destructiveHours, calendar) },
  }
}

function windowOf(hours: OpeningHours, calendar: BusinessCalendar): HoursWindow {
  const { fromHour, toHour, weekends } = hours
  return { fromHour, toHour, weekends, closedOn: hours.holidays ? [] : calendar.holidays }
}
