import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'

const facts = z.record(z.string(), z.unknown())

/** One line of the history: who did what, why, before and after. */
export const historyEntryJson = z.object({
  id: z.number().int(),
  at: instantJson,
  /** Noun of what changed, and which one. */
  subject: z.string(),
  subjectId: z.string(),
  customerId: z.uuid().nullable(),
  /** What happened, past tense: `service.suspended`. */
  kind: z.string(),
  actor: z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string() }),
  /** The staff member who acted through a user's eyes. */
  impersonatedBy: z.uuid().nullable(),
  /** Why: the request, the policy step, the payment, the batch. */
  cause: facts,
  before: facts.nullable(),
  after: facts.nullable(),
  note: z.string().nullable(),
})
