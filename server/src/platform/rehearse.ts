import { z } from 'zod'
import type { Tx } from './db.ts'
import { Problem } from './problem.ts'
import { type Language, say, type Text } from './text.ts'
import { inTransaction, type TransactionHost } from './transaction.ts'

/** What `?dryRun=true` answers where something is made: what would happen, or all that is wrong. */
export const rehearsalJson = z.object({
  dryRun: z.literal(true),
  allowed: z.boolean(),
  effects: z.array(z.string()),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
})

/** Ends the transaction of a rehearsal. */
class Rehearsed extends Error {}

/**
 * Does `work` for real and takes it back, so that a dry run can never say anything else than the
 * act itself. Nothing is written, no event leaves, nobody is notified.
 */
export async function rehearse(
  host: TransactionHost,
  language: Language,
  work: (tx: Tx) => Promise<readonly Text[]>,
): Promise<z.infer<typeof rehearsalJson>> {
  let effects: readonly Text[] = []
  try {
    await inTransaction(host, async (tx) => {
      effects = await work(tx)
      throw new Rehearsed()
    })
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return refusal(error, language)
    if (!(error instanceof Rehearsed)) throw error
  }
  const texts = effects.map((effect) => say(effect, language))
  return { dryRun: true, allowed: true, effects: texts, reason: null, errors: [] }
}

function refusal(problem: Problem, language: Language): z.infer<typeof rehearsalJson> {
  const errors = problem.errors.map(({ pointer, code, detail }) => ({
    ...{ pointer, code },
    detail: typeof detail === 'function' ? detail(language) : say(detail, language),
  }))
  const reason = { code: problem.code, text: say(problem.text, language) }
  return { dryRun: true, allowed: false, effects: [], reason, errors }
}

export const dryRunQuery = z.object({ dryRun: z.enum(['true', 'false']).default('false') })
