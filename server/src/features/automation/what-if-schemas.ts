import { z } from 'zod'
import { STEP_KINDS } from '../../domain/automation/index.ts'
import { CYCLES } from '../../domain/cycle.ts'
import { STATUSES } from '../../domain/service-status.ts'
import { instantJson } from '../../platform/json.ts'
import { policyOverride } from '../settings/policy-override.ts'
import { expectedStepJson } from './step-json.ts'

const simple = <Verb extends string>(verb: Verb) => z.strictObject({ do: z.literal(verb) })
const pay = z.strictObject({ do: z.literal('pay'), cycle: z.enum(CYCLES).optional() })
const changeCycle = z.strictObject({
  do: z.literal('change_cycle'),
  cycle: z.enum(CYCLES),
  pay: z.boolean().default(false),
})
const cancel = z.strictObject({
  do: z.literal('cancel'),
  when: z.enum(['end_of_period', 'now']).default('end_of_period'),
})
const days = z.int().min(1).max(3660)

/** What a customer may ask about. */
export const clientSupposition = z.discriminatedUnion('do', [
  simple('nothing'),
  pay,
  changeCycle,
  cancel,
  simple('undo_cancellation'),
])

/** What staff may ask about. */
export const staffSupposition = z.discriminatedUnion('do', [
  simple('nothing'),
  pay,
  changeCycle,
  cancel,
  simple('undo_cancellation'),
  z.strictObject({ do: z.literal('add_days'), days }),
  z.strictObject({ do: z.literal('subtract_days'), days }),
  z.strictObject({ do: z.literal('hold'), until: instantJson.nullable() }),
  simple('release'),
  simple('pause_automation'),
  simple('resume_automation'),
  /** These values set for the service, over those it has. */
  z.strictObject({ do: z.literal('set_policy'), policy: policyOverride }),
])
export type Wish = z.infer<typeof staffSupposition>

const beforeAfter = <T extends z.ZodType>(value: T) => z.object({ before: value, after: value })

/** What would follow. Nothing was written. */
export const whatIfJson = z.object({
  /** False: it cannot be done, see `reason`; then nothing differs. */
  allowed: z.boolean(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** What it would do at once, in words. */
  effects: z.array(z.string()),
  status: beforeAfter(z.enum(STATUSES)),
  expiresAt: beforeAfter(instantJson.nullable()),
  /** What would happen then, if nobody does anything further. */
  steps: z.array(expectedStepJson),
  /** What will happen as it is. */
  before: z.array(expectedStepJson),
  /** Both side by side, in time's order. */
  compared: z.array(
    z.object({
      change: z.enum(['same', 'earlier', 'later', 'new', 'gone']),
      step: z.enum(STEP_KINDS),
      text: z.string(),
      because: z.string(),
      before: instantJson.nullable(),
      after: instantJson.nullable(),
      blocked: z.string().nullable(),
    }),
  ),
})
export type WhatIf = z.infer<typeof whatIfJson>
