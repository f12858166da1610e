import { z } from 'zod'
import type { Env } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { type Policy, type PolicyOverride, resolvePolicy } from '../../../domain/policy.ts'
import { POLICY_LISTS, POLICY_RANGES, validatePolicy } from '../../../domain/policy-limits.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Text } from '../../../platform/text.ts'
import { changeService } from '../change.ts'
import { graceColumns } from '../edit-service.ts'
import {
  POLICY_FIELD_HELP,
  POLICY_FIELD_NAMES,
  policyLevelText,
  policyValueText,
} from '../policy-words.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { note } from './inputs.ts'

const words = (field: keyof Policy) => ({
  label: POLICY_FIELD_NAMES[field],
  help: POLICY_FIELD_HELP[field],
})

const days = (field: keyof typeof POLICY_RANGES) => {
  const [least, most] = POLICY_RANGES[field]
  return z.int().min(least).max(most).nullable().optional().meta(words(field))
}

const list = (field: keyof typeof POLICY_LISTS) => {
  const { most, range } = POLICY_LISTS[field]
  const day = z.int().min(range[0]).max(range[1])
  return z.array(day).max(most).nullable().optional().meta(words(field))
}

const hours = (field: 'mailHours' | 'destructiveHours') =>
  z
    .strictObject({
      fromHour: z.int().min(0).max(23),
      toHour: z.int().min(1).max(24),
      weekends: z.boolean(),
      holidays: z.boolean(),
    })
    .nullable()
    .optional()
    .meta(words(field))

/** Each field: a value for this service alone, null to inherit again, absent to leave it. */
const fields = {
  invoiceLeadDays: days('invoiceLeadDays'),
  reminderDays: list('reminderDays'),
  suspendAfterDays: days('suspendAfterDays'),
  minNoticeDays: days('minNoticeDays'),
  terminateAfterDays: days('terminateAfterDays'),
  finalNoticeDays: list('finalNoticeDays'),
  autopayLeadDays: days('autopayLeadDays'),
  autopayAttempts: days('autopayAttempts'),
  archiveAfterDays: days('archiveAfterDays'),
  /** `unlimited`: a renewal may be asked until the service has ended. */
  renewalGraceDays: z
    .union([z.int().min(0).max(POLICY_RANGES.renewalGraceDays[1]), z.literal('unlimited')])
    .nullable()
    .optional()
    .meta(words('renewalGraceDays')),
  unpaidOrderReminderDays: days('unpaidOrderReminderDays'),
  unpaidOrderDays: days('unpaidOrderDays'),
  mailHours: hours('mailHours'),
  destructiveHours: hours('destructiveHours'),
  renewalBasis: z
    .enum(['expiry', 'payment_if_lapsed'])
    .nullable()
    .optional()
    .meta({
      ...words('renewalBasis'),
      options: {
        expiry: { en: 'From the expiry', fr: 'À partir de l’expiration' },
        payment_if_lapsed: {
          en: 'From the payment, once suspended',
          fr: 'À partir du paiement, une fois suspendu',
        },
      },
    }),
  firstPeriodFrom: z
    .enum(['activation', 'order'])
    .nullable()
    .optional()
    .meta({
      ...words('firstPeriodFrom'),
      options: {
        activation: { en: 'At activation', fr: 'À l’activation' },
        order: { en: 'At the order', fr: 'À la commande' },
      },
    }),
}

const input = z.strictObject({ ...fields, note }).superRefine((wish, check) => {
  for (const { field, code } of validatePolicy(valuesOf(wish)))
    check.addIssue({ code: 'custom', path: [field], message: `policy.${code}` })
})
type Input = z.output<typeof input>
type Values = Omit<Input, 'note'>

/** What the request sets, without what it clears. */
function valuesOf({ renewalGraceDays, ...rest }: Values): Partial<Policy> {
  const set = Object.entries(rest).filter(
    ([field, value]) => field in fields && value !== null && value !== undefined,
  )
  const grace = renewalGraceDays === 'unlimited' ? null : renewalGraceDays
  const sets = renewalGraceDays !== null && renewalGraceDays !== undefined
  return { ...Object.fromEntries(set), ...(sets ? { renewalGraceDays: grace } : {}) }
}

/** The service's own level as it would be. */
function overrideOf({ service }: ServiceSubject, wish: Values): PolicyOverride {
  const next: Record<string, unknown> = { ...service.policy, ...valuesOf(wish) }
  for (const [field, value] of Object.entries(wish)) if (value === null) delete next[field]
  return next
}

const resolved = (subject: ServiceSubject, service: PolicyOverride) =>
  resolvePolicy(subject.service.cycle, { ...subject.policyLayers, service })

/** Staff give a service delays of its own; fields that are null are inherited again. */
export const setPolicy = defineAction({
  id: 'service.set_policy',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Set the automation’s delays for one service; null inherits a field again',
  input,
  output: z.object({ operationId: z.null() }),
  check(subject: ServiceSubject, wish: Input | null, { now }) {
    if (subject.service.endedAt !== null) return refused('already_ended')
    if (!wish) return allowed()
    const effects = effectsOf(subject, overrideOf(subject, wish), now)
    return effects.length === 0 ? refused('nothing_changes') : allowed(...effects)
  },
  async run(tx, subject, wish, env: Env) {
    const policy = overrideOf(subject, wish)
    const { suspendAfterDays } = resolved(subject, policy).values
    const { expiresAt } = subject.service
    await changeService(tx, env, subject.service, {
      set: { policy, ...graceColumns(subject, { expiresAt, suspendAfterDays }, env.now) },
      entry: { kind: 'service.policy_set', note: wish.note || null },
    })
    return { operationId: null }
  },
})

/** Each field whose value or source changes, and what the automation makes of it at once. */
function effectsOf(subject: ServiceSubject, policy: PolicyOverride, now: Instant): Text[] {
  const after = resolved(subject, policy)
  const before = subject.policy
  const changed = (Object.keys(POLICY_FIELD_NAMES) as (keyof Policy)[]).filter(
    (field) =>
      JSON.stringify(after.values[field]) !== JSON.stringify(before.values[field]) ||
      after.from[field] !== before.from[field],
  )
  const effects: Text[] = changed.map((field) => ({
    key: 'service.effect.policy_field',
    params: {
      field: { key: `policy.field.${field}` },
      from: policyValueText(before.values[field]),
      to: policyValueText(after.values[field]),
      level: policyLevelText(after.from[field]),
    },
  }))
  const { expiresAt } = subject.service
  const { suspendAfterDays } = after.values
  const grace = graceColumns(subject, { expiresAt, suspendAfterDays }, now)
  if ('graceUntil' in grace) effects.push({ key: 'service.effect.overdue_grace' })
  return effects
}
