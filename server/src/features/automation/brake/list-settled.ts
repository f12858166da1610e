import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { BRAKE_REASONS, BRAKED_STEPS } from '../../../domain/brake.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Db } from '../../../platform/db.ts'
import type { Http } from '../../../platform/feature.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { type Language, say } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { services } from '../../services/tables.ts'
import { brakeAnswers, brakeHeld } from './tables.ts'
import './texts.ts'

/** Both lists tell of late; the whole story of a service stands in its history. */
const MOST = 50

const answerJson = z.object({
  id: z.uuid(),
  answer: z.enum(['approved', 'refused']),
  step: z.enum(BRAKED_STEPS),
  at: instantJson,
  /** Who answered. */
  by: z.string(),
  /** How many got the answer, and how many had moved on. */
  carriedOut: z.number().int(),
  dropped: z.number().int(),
  /** A refusal holds until then; null: open-ended, or an approval. */
  until: instantJson.nullable(),
  note: z.string(),
})

const droppedJson = z.object({
  id: z.uuid(),
  service: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  step: z.enum(BRAKED_STEPS),
  reason: z.enum(BRAKE_REASONS),
  reasonText: z.string(),
  money: moneyJson,
  heldAt: instantJson,
  settledAt: instantJson,
})

/** What became of what was held: answers by staff, and what fell away by itself. */
export function settledRoutes(http: Http, ctx: Context): void {
  const config = { access: { kind: 'staff', permission: 'automation:read' } } as const
  http.get(
    '/api/v1/admin/automation/brake/answers',
    {
      config,
      schema: {
        summary: 'The latest answers to what the brake held, and what came of them',
        tags: ['automation'],
        response: { 200: z.object({ items: z.array(answerJson) }) },
      },
    },
    async () => ({ items: await listAnswers(ctx.db) }),
  )
  http.get(
    '/api/v1/admin/automation/brake/dropped',
    {
      config,
      schema: {
        summary: 'What dropped out of the brake’s list of late: paid, held or changed meanwhile',
        tags: ['automation'],
        response: { 200: z.object({ items: z.array(droppedJson) }) },
      },
    },
    async (request) => ({ items: await listDropped(ctx.db, actorOf(request).language) }),
  )
}

async function listAnswers(db: Db): Promise<z.infer<typeof answerJson>[]> {
  const rows = await db
    .select()
    .from(brakeAnswers)
    .orderBy(desc(brakeAnswers.at), desc(brakeAnswers.id))
    .limit(MOST)
  return rows.map(({ id, answer, step, at, by, carriedOut, dropped, until, note }) => ({
    ...{ id, answer, step, at: toInstantJson(at), by: by.name, carriedOut, dropped, note },
    until: until === null ? null : toInstantJson(until),
  }))
}

async function listDropped(db: Db, language: Language): Promise<z.infer<typeof droppedJson>[]> {
  const rows = await db
    .select({
      held: brakeHeld,
      service: { id: services.id, number: services.number, name: services.name },
      customer: { id: customers.id, name: customers.name },
    })
    .from(brakeHeld)
    .innerJoin(services, eq(services.id, brakeHeld.serviceId))
    .innerJoin(customers, eq(customers.id, brakeHeld.customerId))
    .where(eq(brakeHeld.state, 'dropped'))
    .orderBy(desc(brakeHeld.settledAt), desc(brakeHeld.id))
    .limit(MOST)
  return rows.map(({ held: { id, step, reason, heldAt, settledAt, ...held }, ...names }) => ({
    ...{ id, step, reason, ...names },
    reasonText: say(`automation.brake.reason.${reason}`, language),
    money: toMoneyJson(held),
    heldAt: toInstantJson(heldAt),
    settledAt: toInstantJson(settledAt ?? heldAt),
  }))
}
