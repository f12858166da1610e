import { addDays } from '../calendar.ts'
import { isRecurring } from '../cycle.ts'
import type { Instant } from '../instant.ts'
import type { OpeningHours, Policy, ResolvedPolicy } from '../policy.ts'
import { isEnded } from '../service-status.ts'
import type { HoursWindow } from '../window.ts'
import { placeStep } from './place-step.ts'
import type {
  AfterFact,
  AutomatedService,
  Because,
  BusinessCalendar,
  Milestone,
  Rule,
  StepKind,
  StepRules,
} from './types.ts'

interface Draft {
  readonly step: StepKind
  readonly key?: string
  readonly from: Instant
  readonly days?: number
  /** Calendar days from `from` to the due moment. */
  readonly shift: number
  readonly rule: Rule
  readonly field?: keyof Policy
  readonly after?: AfterFact
  readonly disabledBy?: Milestone['disabledBy']
}

interface Plan {
  readonly service: AutomatedService
  readonly policy: ResolvedPolicy
  readonly rules: Readonly<Record<StepTiming, StepRules>>
}

/** At any moment, when mails may leave, or when services may be suspended and ended. */
type StepTiming = 'anytime' | 'mail' | 'destructive' | 'destructive_anytime'

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

/**
 * What the policy has in store for a service in its present period, earliest first: at most 20
 * entries. It needs no facts, so it can be kept until the service, its policy or the calendar
 * changes; `decide` holds it against the facts.
 */
export function timeline(
  service: AutomatedService,
  policy: ResolvedPolicy,
  calendar: BusinessCalendar,
): Milestone[] {
  const plan: Plan = { service, policy, rules: keptRules(policy.values, calendar) }
  const milestones = draftsOf(plan, service.expiresAt).map((draft) => milestone(draft, plan))
  return milestones.sort(byMoment)
}

const byMoment = (a: Milestone, b: Milestone) => a.due - b.due

function draftsOf(plan: Plan, expiresAt: Instant | null): Draft[] {
  const { service, policy } = plan
  if (isEnded(service.status)) return archiveDrafts(service, policy.values)
  return [...priceDrafts(service), ...termDrafts(plan, expiresAt)]
}

/** From the moment that was announced on, whatever the period. */
function priceDrafts({ plannedPrice }: AutomatedService): Draft[] {
  if (!plannedPrice) return []
  return [{ step: 'change_price', from: plannedPrice.at, shift: 0, rule: 'price_planned' }]
}

function termDrafts(plan: Plan, expiresAt: Instant | null): Draft[] {
  const { service, policy } = plan
  const orders = service.status === 'pending' ? orderDrafts(service, policy.values) : []
  const again = service.status === 'suspended' ? [unsuspendDraft(service)] : []
  if (expiresAt === null || !isRecurring(service.cycle)) return [...orders, ...again]
  const cancel: Draft[] = service.cancellationScheduled
    ? [{ step: 'cancel', from: expiresAt, shift: 0, rule: 'cancellation_scheduled' }]
    : []
  if (service.status === 'pending') return [...orders, ...cancel]
  const ending = [...again, ...endDrafts(plan, expiresAt)]
  if (service.cancellationScheduled) return [...cancel, ...ending]
  return [...askDrafts(service, policy.values, expiresAt), ...ending]
}

/** It has no date: it comes with a payment, a hold, or the end of the last cause. */
function unsuspendDraft(service: AutomatedService): Draft {
  const from = service.expiresAt ?? service.orderedAt
  return { step: 'unsuspend', from, shift: 0, rule: 'no_longer_overdue' }
}

function archiveDrafts(service: AutomatedService, policy: Policy): Draft[] {
  if (service.endedAt === null || service.archivedAt !== null) return []
  const shift = policy.archiveAfterDays
  const from = service.endedAt
  return [{ step: 'archive', from, shift, rule: 'after_end', field: 'archiveAfterDays' }]
}

function orderDrafts(service: AutomatedService, policy: Policy): Draft[] {
  const from = service.orderedAt
  return [
    { step: 'deliver', from, shift: 0, rule: 'order_paid' },
    {
      step: 'remind_order',
      from,
      shift: policy.unpaidOrderReminderDays,
      days: policy.unpaidOrderReminderDays,
      rule: 'after_order',
      field: 'unpaidOrderReminderDays',
    },
    {
      step: 'cancel_order',
      from,
      shift: policy.unpaidOrderDays,
      rule: 'after_order',
      field: 'unpaidOrderDays',
    },
  ]
}

/** What asks for the next period: a document, reminders, automatic charges. */
function askDrafts(service: AutomatedService, policy: Policy, from: Instant): Draft[] {
  const free = service.price.amount === 0n
  if (free && !service.freeRenewalOnClick)
    return [{ step: 'renew', from, shift: 0, rule: 'renews_without_document' }, ...reminders()]
  if (free) return reminders()
  const charges = Array.from({ length: policy.autopayAttempts }, (_, index): Draft => {
    const shift = index - policy.autopayLeadDays
    const key = `charge:${index + 1}`
    return { step: 'charge', key, from, shift, rule: 'before_expiry', field: 'autopayLeadDays' }
  })
  const lead = policy.invoiceLeadDays
  const invoice: Draft = {
    step: 'invoice',
    from,
    shift: -lead,
    days: lead,
    rule: 'before_expiry',
    field: 'invoiceLeadDays',
  }
  return [invoice, ...reminders(), ...charges]

  function reminders(): Draft[] {
    return policy.reminderDays.map((days) => ({
      step: 'remind',
      key: `remind:${days}`,
      from,
      shift: -days,
      days,
      rule: 'before_expiry',
      field: 'reminderDays',
    }))
  }
}

/** Suspension, final notices, end. The dates after a suspension are guesses until it is real. */
function endDrafts(plan: Plan, expiresAt: Instant): Draft[] {
  const { values } = plan.policy
  const { metadata } = plan.service
  const noSuspension = metadata.disable_auto_suspend ? ('disable_auto_suspend' as const) : null
  const suspend: Draft = {
    step: 'suspend',
    from: expiresAt,
    shift: values.suspendAfterDays,
    rule: 'after_expiry',
    field: 'suspendAfterDays',
    after: { fact: 'document_mailed', days: values.minNoticeDays },
    disabledBy: noSuspension,
  }
  if (plan.service.cancellationScheduled) return [suspend]
  const disabledBy =
    noSuspension ?? (metadata.disable_auto_terminate ? ('disable_auto_terminate' as const) : null)
  const guess = milestone(suspend, plan).notBefore
  const total = values.terminateAfterDays
  const afterSuspension = (days: number) => ({
    from: guess,
    shift: days,
    after: { fact: 'suspended', days } as const,
    disabledBy,
  })
  const notices = noticeDays(values).map((days): Draft => {
    const key = `final_notice:${days}`
    const shared = afterSuspension(Math.max(0, total - days))
    return {
      step: 'final_notice',
      key,
      days,
      ...shared,
      rule: 'before_end',
      field: 'finalNoticeDays',
    }
  })
  const expire: Draft = {
    step: 'expire',
    ...afterSuspension(total),
    rule: 'after_suspension',
    field: 'terminateAfterDays',
  }
  return [suspend, ...notices, expire]
}

/** The final notice cannot be switched off: an empty list means one day before. */
function noticeDays(policy: Policy): readonly number[] {
  return policy.finalNoticeDays.length > 0 ? policy.finalNoticeDays : [1]
}

function milestone(draft: Draft, plan: Plan): Milestone {
  const rules = plan.rules[TIMING[draft.step]]
  const due = addDays(draft.from, draft.shift, rules.period.zone)
  return {
    step: draft.step,
    key: draft.key ?? draft.step,
    due,
    notBefore: placeStep(due, rules),
    days: draft.days ?? 0,
    after: draft.after ?? null,
    rules,
    disabledBy: draft.disabledBy ?? null,
    because: because(draft, plan.policy),
  }
}

function because(draft: Draft, policy: ResolvedPolicy): Because {
  const { rule, field } = draft
  if (!field) return { rule }
  const value = draft.days ?? policy.values[field]
  const level = policy.from[field]
  return typeof value === 'number' ? { rule, field, value, level } : { rule, field, level }
}

const kept = new WeakMap<Policy, { calendar: BusinessCalendar; rules: Plan['rules'] }>()

/** Services that share a policy share its rules, and with them what is known of its windows. */
function keptRules(policy: Policy, calendar: BusinessCalendar): Plan['rules'] {
  const known = kept.get(policy)
  if (known?.calendar === calendar) return known.rules
  const rules = rulesOf(policy, calendar)
  kept.set(policy, { calendar, rules })
  return rules
}

function rulesOf(policy: Policy, calendar: BusinessCalendar): Plan['rules'] {
  const anytime: StepRules = {
    window: null,
    mail: windowOf(policy.mailHours, calendar),
    gaps: [],
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
