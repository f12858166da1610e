import { z } from 'zod'
import type { Context } from '../context.ts'
import { actorOf } from './access.ts'
import { previewAction, runAction, type Verdict, verbOf } from './action.ts'
import type { Actor, Audience } from './actor.ts'
import type { AnyAction, Http } from './feature.ts'
import { notFound } from './problem.ts'
import { type Language, say } from './text.ts'

const params = z.object({ id: z.uuid() })
const query = z.object({ dryRun: z.enum(['true', 'false']).default('false') })

/** What a menu shows of an action: possible, or why not. Texts are in the asker's language. */
export const actionOffer = z.object({
  id: z.string(),
  allowed: z.boolean(),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  effects: z.array(z.string()),
  /** JSON Schema of the input, for the form. */
  form: z.record(z.string(), z.unknown()),
})
export type ActionOffer = z.infer<typeof actionOffer>

const dryRunAnswer = z.object({
  dryRun: z.literal(true),
  ...actionOffer.omit({ form: true }).shape,
})

/**
 * Registers `POST /api/v1/{admin|client}/{plural}/{id}/{verb}` for each action and audience, with
 * `?dryRun=true` answering what would happen. 202 when an operation goes on behind it.
 */
export function actionRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  for (const action of actions) {
    for (const audience of action.audiences) registerAction(http, ctx, action, audience)
  }
}

function registerAction(http: Http, ctx: Context, action: AnyAction, audience: Audience): void {
  const area = audience === 'staff' ? 'admin' : 'client'
  const body = inputFor(action, audience)
  http.route({
    method: 'POST',
    url: `/api/v1/${area}/${action.on.plural}/:id/${verbOf(action)}`,
    config: {
      access:
        audience === 'staff'
          ? { kind: 'staff', permission: action.permission }
          : { kind: 'customer' },
    },
    schema: {
      summary: action.summary,
      tags: [action.on.plural],
      params,
      querystring: query,
      body,
      response: { 200: z.union([dryRunAnswer, action.output]), 202: action.output },
    },
    async handler(request, reply) {
      const actor = actorOf(request)
      const { id } = request.params as { id: string }
      const { dryRun } = request.query as { dryRun: string }
      // What is for the other audience is as it is for those who do not say.
      const input = body === action.input ? request.body : action.input.parse(request.body)
      if (dryRun === 'true') {
        const verdict = await previewAction(ctx, action, { id, input, actor })
        return { dryRun: true as const, ...describeVerdict(action, verdict, actor.language) }
      }
      const cause = { kind: 'request' as const, route: action.id }
      const output = await runAction(ctx, action, { id, input, actor, cause })
      const slow = typeof output === 'object' && output !== null && 'operationId' in output
      return reply.code(slow && output.operationId ? 202 : 200).send(output)
    },
  })
}

/**
 * Registers `GET /api/v1/{admin|client}/{plural}/{id}/actions`: the menu of a subject, from the
 * actions of all features on it.
 */
export function menuRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  for (const [plural, own] of Map.groupBy(actions, (action) => action.on.plural)) {
    for (const audience of ['staff', 'customer'] as const) {
      if (own.some((action) => action.audiences.includes(audience))) {
        registerMenu(http, ctx, { plural, audience, actions: own })
      }
    }
  }
}

function registerMenu(
  http: Http,
  ctx: Context,
  menu: { plural: string; audience: Audience; actions: readonly AnyAction[] },
): void {
  const { plural, audience, actions } = menu
  const area = audience === 'staff' ? 'admin' : 'client'
  http.get(
    `/api/v1/${area}/${plural}/:id/actions`,
    {
      config: {
        access:
          audience === 'staff'
            ? { kind: 'staff', permission: `${plural}:read` }
            : { kind: 'customer' },
      },
      schema: {
        summary: 'What can be done now, what would happen, and why the rest cannot',
        tags: [plural],
        params,
        response: { 200: z.object({ items: z.array(actionOffer) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { id } = request.params
      const now = ctx.clock.now()
      const items: ActionOffer[] = []
      for (const [on, own] of Map.groupBy(actions, (action) => action.on)) {
        const subject = (await on.load(ctx.db, [id], now)).get(id)
        if (subject === undefined) throw notFound()
        if (audience === 'customer' && on.customerOf(subject) !== actor.customerId) throw notFound()
        items.push(...offerActions(own, subject, actor, now))
      }
      return { items }
    },
  )
}

function describeVerdict(action: AnyAction, verdict: Verdict, language: Language) {
  return {
    id: action.id,
    allowed: verdict.allowed,
    reason: verdict.allowed ? null : { code: verdict.code, text: say(verdict.reason, language) },
    effects: verdict.allowed ? verdict.effects.map((effect) => say(effect, language)) : [],
  }
}

/** The menu of a subject for an actor: every action of the audience, none hidden. */
export function offerActions(
  actions: readonly AnyAction[],
  subject: unknown,
  actor: Actor,
  now: number,
): ActionOffer[] {
  const audience = actor.kind === 'user' ? 'customer' : 'staff'
  return actions
    .filter((action) => action.audiences.includes(audience))
    .map((action) => {
      const permitted = audience === 'customer' || mayUse(actor, action.permission)
      const verdict: Verdict = permitted
        ? action.check(subject, null, { actor, now })
        : { allowed: false, code: 'not_allowed', reason: { key: 'problem.not_allowed' } }
      return { ...describeVerdict(action, verdict, actor.language), form: formOf(action, audience) }
    })
}

const mayUse = (actor: Actor, permission: string) =>
  actor.permissions.has('*') || actor.permissions.has(permission)

/** The input as an audience may send it: without the fields that are for the other one. */
function inputFor({ input }: AnyAction, audience: Audience): z.ZodType {
  if (!(input instanceof z.ZodObject)) return input
  const fields = Object.entries<z.core.$ZodType>(input.shape)
  const own = fields.filter(([, field]) => {
    const meant = z.globalRegistry.get(field)?.audience
    return meant === undefined || meant === audience
  })
  return own.length === fields.length ? input : z.strictObject(Object.fromEntries(own))
}

const forms = new Map<Audience, WeakMap<AnyAction, Record<string, unknown>>>()

/** The JSON Schema of the input as an audience may send it. */
export function formOf(action: AnyAction, audience: Audience): Record<string, unknown> {
  const known = forms.get(audience) ?? new WeakMap()
  forms.set(audience, known)
  let form = known.get(action)
  if (!form) {
    const input = inputFor(action, audience)
    form = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
    known.set(action, form)
  }
  return form
}
