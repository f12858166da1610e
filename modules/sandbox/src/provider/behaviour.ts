import { ERROR_CODES } from '@berth/sdk'
import { z } from 'zod'
import { OPERATIONS, type SandboxOperation } from './records.ts'

/** What happens to a request that a rule catches. */
export const effectSchema = z.discriminatedUnion('kind', [
  /** Works as usual: a way to let n calls through before the next rule. */
  z.strictObject({ kind: z.literal('succeed') }),
  /** Nothing is done; the answer carries this error. */
  z.strictObject({
    kind: z.literal('refuse'),
    code: z.enum(ERROR_CODES),
    message: z.string().default('Refused by the sandbox'),
    status: z.int().min(400).max(599).optional(),
  }),
  /** No answer ever comes. With `work`, the work is done before. */
  z.strictObject({ kind: z.literal('hang'), work: z.boolean().default(false) }),
  /** The work is done and the connection is cut without an answer. */
  z.strictObject({ kind: z.literal('drop') }),
  /** The work is done and half of the answer is sent. */
  z.strictObject({ kind: z.literal('half') }),
  /** The connection is cut at once and the work is done later. */
  z.strictObject({ kind: z.literal('late'), delayMs: z.int().min(0).max(60_000) }),
  /** A creation is done twice, so that two resources carry one key; anything else works as usual. */
  z.strictObject({ kind: z.literal('duplicate') }),
  /** Nothing is done: 429 with Retry-After. */
  z.strictObject({ kind: z.literal('rate_limit'), retryAfterSeconds: z.int().min(0).default(30) }),
  /** The work is done after this long, then answered. */
  z.strictObject({ kind: z.literal('slow'), delayMs: z.int().min(0).max(60_000) }),
])
export type Effect = z.infer<typeof effectSchema>

/** The first rule that names the operation (or `*`) decides; `times` counts down to its removal. */
export const ruleSchema = z.strictObject({
  operation: z.enum([...OPERATIONS, '*']).default('*'),
  effect: effectSchema,
  /** Null: until it is taken away. */
  times: z.int().min(1).nullable().default(null),
})
export type Rule = z.infer<typeof ruleSchema>

export const behaviourSchema = z.strictObject({
  rules: z.array(ruleSchema),
  /** False: two resources may carry one key, as at providers that do not protect us. */
  uniqueKeys: z.boolean(),
  /** True: a hostname that another key's resource has is refused with a conflict. */
  uniqueHostnames: z.boolean(),
  /** How many resources there is room for; null = no limit. */
  places: z.int().min(0).nullable(),
  /** What the token may do, as the provider names it; absent: everything. */
  permissions: z.array(z.string()).optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

/** What PATCH takes: any part of it. `rules: []` makes everything succeed again. */
export const behaviourPatchSchema = behaviourSchema.partial()

/** A provider that works and protects us. */
export const OBLIGING: Behaviour = {
  rules: [],
  uniqueKeys: true,
  uniqueHostnames: false,
  places: null,
}

/** The effect for one request, and the rules that are left after it. */
export function takeEffect(
  rules: readonly Rule[],
  operation: SandboxOperation,
): { effect: Effect; rules: Rule[] } {
  const at = rules.findIndex((rule) => rule.operation === operation || rule.operation === '*')
  const rule = rules[at]
  if (!rule) return { effect: { kind: 'succeed' }, rules: [...rules] }
  const left = rule.times === null ? rule : { ...rule, times: rule.times - 1 }
  const rest = left.times === 0 ? rules.toSpliced(at, 1) : rules.with(at, left)
  return { effect: rule.effect, rules: rest }
}
