import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import type { Policy, PolicyOverride } from '../../domain/policy.ts'
import { validatePolicy } from '../../domain/policy-limits.ts'
import { defineTexts } from '../../platform/text.ts'

defineTexts({
  'policy.not_in_range': {
    en: 'Outside of what is possible here.',
    fr: 'En dehors des valeurs possibles.',
  },
  'policy.too_many': { en: 'Too many values.', fr: 'Trop de valeurs.' },
  'policy.closes_before_it_opens': {
    en: 'The end must be later than the beginning.',
    fr: 'La fin doit être postérieure au début.',
  },
})

const days = z.int().min(0).max(3650)
const hours = z.strictObject({
  fromHour: z.int().min(0).max(23),
  toHour: z.int().min(1).max(24),
  weekends: z.boolean(),
  holidays: z.boolean(),
})

const fields = {
  invoiceLeadDays: days.optional(),
  reminderDays: z.array(days).max(6).optional(),
  suspendAfterDays: days.optional(),
  minNoticeDays: days.optional(),
  terminateAfterDays: days.optional(),
  finalNoticeDays: z.array(days).max(2).optional(),
  autopayLeadDays: days.optional(),
  autopayAttempts: z.int().min(1).max(7).optional(),
  archiveAfterDays: days.optional(),
  renewalGraceDays: days.nullable().optional(),
  unpaidOrderReminderDays: days.optional(),
  unpaidOrderDays: days.optional(),
  mailHours: hours.optional(),
  destructiveHours: hours.optional(),
  renewalBasis: z.enum(['expiry', 'payment_if_lapsed']).optional(),
  firstPeriodFrom: z.enum(['activation', 'order']).optional(),
}
const oneCycle = z.strictObject(fields)

/**
 * What one level of the policy may set, checked against the domain's ranges; each problem names its
 * field. The same schema serves service, customer, product, group and installation.
 */
export const policyOverride: z.ZodType<PolicyOverride, PolicyOverride> = z
  .strictObject({
    ...fields,
    perCycle: z.partialRecord(z.enum(CYCLES), oneCycle).optional(),
  })
  .superRefine((override, check) => {
    const { perCycle, ...shared } = override
    report(shared, [], check)
    for (const [cycle, values] of Object.entries(perCycle ?? {})) {
      report(values, ['perCycle', cycle], check)
    }
  })

function report(values: Partial<Policy>, path: string[], check: z.RefinementCtx): void {
  for (const { field, code } of validatePolicy(values)) {
    check.addIssue({ code: 'custom', path: [...path, field], message: `policy.${code}` })
  }
}
