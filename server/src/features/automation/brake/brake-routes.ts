import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { BRAKED_STEPS } from '../../../domain/brake.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { instantJson, parseInstant } from '../../../platform/json.ts'
import { invalidField } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import { type Language, say } from '../../../platform/text.ts'
import { assertKnown } from '../known-filters.ts'
import { type Answered, answerHeld, type HeldList } from './answer-held.ts'
import type { HeldFilter } from './held-filter.ts'
import { settledRoutes } from './list-settled.ts'
import {
  brakeJson,
  heldFilters,
  heldPageJson,
  heldQuery,
  listHeld,
  showBrake,
} from './show-brake.ts'

const tags = ['automation']
const may = (permission: string) => ({ access: { kind: 'staff' as const, permission } })

const list = {
  step: z.enum(BRAKED_STEPS),
  /** The services meant; else `filters`, or `all`: exactly one of the three. */
  serviceIds: z.array(z.uuid()).min(1).max(10_000).optional(),
  /** All that a list of the step, narrowed by these, shows. */
  filters: z.strictObject(heldFilters).optional(),
  all: z.literal(true).optional(),
  /** How many were seen; with another number nothing is answered. */
  expectedCount: z.int().min(1),
  note: z.string().trim().max(2000).default(''),
}

const answeredJson = z.object({
  id: z.uuid(),
  /** How many got the answer. */
  carriedOut: z.number().int(),
  dropped: z.number().int(),
  /** The first of those that had moved on, with what became of them. */
  droppedItems: z.array(
    z.object({
      serviceId: z.uuid(),
      because: z.enum(['moved_on', 'on_hold', 'answered']),
      text: z.string(),
    }),
  ),
})

const LISTED = 100

/** What the brake holds back, and staff's answers to it. */
export function brakeRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/automation/brake',
    {
      config: may('automation:read'),
      schema: {
        summary: 'The brake today: its limits, what it let through, what stands and what waits',
        tags,
        response: { 200: brakeJson },
      },
    },
    (request) => showBrake(ctx.db, ctx.clock.now(), actorOf(request).language),
  )
  http.get(
    '/api/v1/admin/automation/brake/held',
    {
      config: may('automation:read'),
      schema: {
        summary: 'The steps that wait for an answer, the oldest first',
        tags,
        querystring: heldQuery,
        response: { 200: heldPageJson },
      },
    },
    async (request) => {
      await assertKnown(ctx, { customerId: request.query.customerId })
      return listHeld(ctx.db, request.query, actorOf(request).language)
    },
  )
  settledRoutes(http, ctx)
  answerRoutes(http, ctx)
}

function answerRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/automation/brake/approvals',
    {
      config: may('automation:update'),
      schema: {
        summary: 'Approve held steps: each is decided anew, and done at its next window',
        tags,
        body: z.strictObject(list),
        response: { 200: answeredJson },
      },
    },
    async (request) => {
      const { note } = request.body
      const env = requestEnv(ctx, request)
      const answered = await answerHeld(env, listOf(request.body), { answer: 'approved', note })
      return toAnsweredJson(answered, actorOf(request).language)
    },
  )
  http.post(
    '/api/v1/admin/automation/brake/refusals',
    {
      config: may('automation:update'),
      schema: {
        summary: 'Refuse held steps: their services are put on hold',
        tags,
        body: z.strictObject({
          ...list,
          /** Null: until somebody releases them. */
          until: instantJson.nullable(),
        }),
        response: { 200: answeredJson },
      },
    },
    async (request) => {
      const { note } = request.body
      const until = request.body.until === null ? null : parseInstant(request.body.until, '/until')
      if (until !== null && until <= ctx.clock.now()) throw invalidField('/until', 'date_in_past')
      const env = requestEnv(ctx, request)
      const said = { answer: 'refused', until, note } as const
      const answered = await answerHeld(env, listOf(request.body), said)
      return toAnsweredJson(answered, actorOf(request).language)
    },
  )
}

interface ListBody {
  step: HeldList['step']
  expectedCount: number
  serviceIds?: string[] | undefined
  filters?: HeldFilter | undefined
  all?: true | undefined
}

function listOf({ step, serviceIds, filters, all, expectedCount }: ListBody): HeldList {
  if ([serviceIds, filters, all].filter((which) => which !== undefined).length !== 1)
    throw invalidField('/serviceIds', 'invalid')
  return { step, which: serviceIds ? { serviceIds } : { filters: filters ?? {} }, expectedCount }
}

function toAnsweredJson(answered: Answered, language: Language): z.infer<typeof answeredJson> {
  return {
    id: answered.answerId,
    carriedOut: answered.carriedOut,
    dropped: answered.dropped.length,
    droppedItems: answered.dropped.slice(0, LISTED).map(({ serviceId, because }) => ({
      serviceId,
      because,
      text: say(`automation.brake.dropped.${because}`, language),
    })),
  }
}
