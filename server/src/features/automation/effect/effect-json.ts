import { z } from 'zod'
import { STEP_KINDS } from '../../../domain/automation/index.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { type Language, say } from '../../../platform/text.ts'
import type { Effect, Example } from './measure-effect.ts'

const count = z.number().int()

/** What a change of the rules would do. Nothing was written. */
export const effectJson = z.object({
  /** Services that the rules are for. */
  looked: count,
  /** Services of which at least one step comes at another moment, is new or falls away. */
  moved: count,
  /** From when on something is different; null when nothing moves. */
  firstAt: instantJson.nullable(),
  /** Per kind of step; one service can be in several of earlier, later, added and dropped. */
  kinds: z.array(
    z.object({
      step: z.enum(STEP_KINDS),
      text: z.string(),
      services: count,
      earlier: count,
      later: count,
      added: count,
      dropped: count,
      firstAt: instantJson,
    }),
  ),
  /** Services that would be suspended or ended earlier than they will be: ask before saving. */
  nearer: z.object({ services: count, firstAt: instantJson.nullable() }),
  /**
   * Renewal documents of the next 60 calendar days of the services that move, with tax, if nobody
   * pays by hand.
   */
  documents: z.object({
    before: count,
    after: count,
    money: z.array(z.object({ before: moneyJson, after: moneyJson })),
  }),
  examples: z.array(
    z.object({
      service: z.object({
        id: z.uuid(),
        number: z.number().int(),
        name: z.string(),
        customerName: z.string(),
      }),
      step: z.enum(STEP_KINDS),
      text: z.string(),
      change: z.enum(['earlier', 'later', 'new', 'gone']),
      before: instantJson.nullable(),
      after: instantJson.nullable(),
    }),
  ),
})

/** The kinds in the automation's order, what ends first. */
export function toEffectJson(effect: Effect, language: Language): z.infer<typeof effectJson> {
  const { looked, moved, nearer, documents } = effect
  return {
    ...{ looked, moved },
    firstAt: toInstantJson(effect.firstAt),
    kinds: STEP_KINDS.flatMap((step) => {
      const kind = effect.kinds.get(step)
      if (!kind) return []
      const text = say(`automation.step.${step}`, language)
      return [{ step, text, ...kind, firstAt: toInstantJson(kind.firstAt) }]
    }),
    nearer: { ...nearer, firstAt: toInstantJson(nearer.firstAt) },
    documents: {
      ...documents,
      money: [...effect.money].sort().map(([currency, { before, after }]) => ({
        before: toMoneyJson({ amount: before, currency }),
        after: toMoneyJson({ amount: after, currency }),
      })),
    },
    examples: effect.examples.map((example) => exampleJson(example, language)),
  }
}

function exampleJson({ subject, step }: Example, language: Language) {
  const { service, customer } = subject
  const said = step.after ?? step.before
  if (!said) throw new Error('moved without a step')
  return {
    service: {
      ...{ id: service.id, number: service.number, name: service.name },
      customerName: customer.name,
    },
    step: said.step,
    text: say(`automation.step.${said.step}`, language),
    change: step.change,
    before: toInstantJson(step.before?.at ?? null),
    after: toInstantJson(step.after?.at ?? null),
  }
}
