import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'
import { REASON_AUDIENCES, REASON_MODES } from './tables.ts'

/** A reason's text in one language. */
const words = z.string().trim().min(1).max(255)

const fields = {
  name: z.strictObject({ en: words, fr: words }),
  /** Who may choose it. */
  audience: z.enum(REASON_AUDIENCES),
  /** For which way to cancel. */
  mode: z.enum(REASON_MODES),
  /** False: archived. It stays in the statistics and is no longer offered. */
  active: z.boolean(),
}

export const newReason = z.strictObject({
  name: fields.name,
  audience: fields.audience.default('both'),
  mode: fields.mode.default('both'),
  active: fields.active.default(true),
})
export type NewReason = z.infer<typeof newReason>

export const reasonChanges = z.strictObject(fields).partial()
export type ReasonChanges = z.infer<typeof reasonChanges>

/** What a form of a cancellation offers. */
export const offeredReasonJson = z.object({
  id: z.uuid(),
  /** In the asker's language. */
  name: z.string(),
  mode: z.enum(REASON_MODES),
})

export const reasonJson = offeredReasonJson.extend({
  text: z.object({ en: z.string(), fr: z.string() }),
  audience: z.enum(REASON_AUDIENCES),
  active: z.boolean(),
  position: z.number().int(),
  /** Services that carry it: above 0 it can be archived only. */
  uses: z.number().int(),
  createdAt: instantJson,
})

const counts = {
  total: z.number().int(),
  endOfPeriod: z.number().int(),
  now: z.number().int(),
  byCustomer: z.number().int(),
  byStaff: z.number().int(),
}

/** What was cancelled in a stretch of days, without what was taken back. */
export const statisticsJson = z.object({
  /** Calendar days of the business time zone, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  ...counts,
  /** Most frequent first; id null where no reason was given. */
  reasons: z.array(
    z.object({ id: z.uuid().nullable(), name: z.string(), active: z.boolean(), ...counts }),
  ),
  /** Most frequent first; id null for custom services. */
  products: z.array(z.object({ id: z.uuid().nullable(), name: z.string(), ...counts })),
  /** Per day, or per month in longer stretches: `2025-03-10` or `2025-03`. Empty ones are there. */
  series: z.array(
    z.object({
      at: z.string(),
      total: z.number().int(),
      reasons: z.array(z.object({ id: z.uuid().nullable(), count: z.number().int() })),
    }),
  ),
})
export type Statistics = z.infer<typeof statisticsJson>
