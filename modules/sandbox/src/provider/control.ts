import { z } from 'zod'
import { behaviourPatchSchema, ruleSchema } from './behaviour.ts'
import { newResourceSchema, resourceSchema } from './records.ts'
import type { ProviderState } from './state.ts'
import { type Answer, createResource, refuse } from './work.ts'

/** What PATCH of a resource takes: a change made behind the platform's back. */
const resourcePatchSchema = resourceSchema.omit({ id: true, log: true, createdAt: true }).partial()

const callsSchema = z.strictObject({ clear: z.literal(true) })

/** A request to the control API, its path without the leading `/control/`. */
export interface ControlRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/**
 * Looks at the provider and tells it how to behave:
 *
 * - `GET resources[?key=]`, `POST resources` (one or a list: resources of others, or of demo data),
 *   `PATCH resources/:id` (change it behind our back), `DELETE resources/:id`
 * - `GET calls[?operation=&key=&after=<seq>]`, `POST calls {"clear": true}`
 * - `GET behaviour`, `PATCH behaviour` (any part), `POST behaviour` (one more rule, tried last)
 */
export function control(state: ProviderState, now: number, request: ControlRequest): Answer {
  const [noun, id] = request.path.split('/')
  const answer = handlerOf(`${request.method} ${noun}${id ? '/:id' : ''}`)(
    state,
    now,
    request,
    id ?? '',
  )
  if (request.method !== 'GET') state.save()
  return answer
}

type Handler = (state: ProviderState, now: number, request: ControlRequest, id: string) => Answer

const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET resources': (state, _now, { query }) => {
    const key = query.get('key')
    const items = [...state.resources.values()].filter((r) => key === null || r.key === key)
    return { status: 200, body: { items } }
  },
  'POST resources': (state, now, { body }) => {
    const parsed = z.union([newResourceSchema, z.array(newResourceSchema)]).safeParse(body)
    if (!parsed.success) return invalid(parsed.error)
    const answers = [parsed.data].flat().map((one) => createResource({ state, now, body: one }))
    const refused = answers.find((answer) => answer.status >= 400)
    return refused ?? { status: 201, body: { items: answers.map((answer) => answer.body) } }
  },
  'PATCH resources/:id': (state, _now, { body }, id) => {
    const parsed = resourcePatchSchema.safeParse(body)
    if (!parsed.success) return invalid(parsed.error)
    const resource = state.resources.get(id)
    if (!resource) return refuse(404, 'not_found', `There is no resource ${id}`)
    state.resources.set(id, { ...resource, ...parsed.data })
    return { status: 200, body: { ...resource, ...parsed.data } }
  },
  'DELETE resources/:id': (state, _now, _request, id) =>
    state.resources.delete(id)
      ? { status: 200, body: { removed: id } }
      : refuse(404, 'not_found', `There is no resource ${id}`),
  'GET calls': (state, _now, { query }) => {
    const operation = query.get('operation')
    const key = query.get('key')
    const after = Number(query.get('after') ?? 0)
    const items = state.calls
      .filter((call) => operation === null || call.operation === operation)
      .filter((call) => key === null || call.key === key)
      .filter((call) => call.seq > after)
    return { status: 200, body: { items } }
  },
  'POST calls': (state, _now, { body }) => {
    const parsed = callsSchema.safeParse(body)
    if (!parsed.success) return invalid(parsed.error)
    state.calls = []
    return { status: 200, body: { items: [] } }
  },
  'GET behaviour': (state) => ({ status: 200, body: state.behaviour }),
  'PATCH behaviour': (state, _now, { body }) => {
    const parsed = behaviourPatchSchema.safeParse(body)
    if (!parsed.success) return invalid(parsed.error)
    state.behaviour = { ...state.behaviour, ...parsed.data }
    return { status: 200, body: state.behaviour }
  },
  'POST behaviour': (state, _now, { body }) => {
    const parsed = ruleSchema.safeParse(body)
    if (!parsed.success) return invalid(parsed.error)
    state.behaviour = { ...state.behaviour, rules: [...state.behaviour.rules, parsed.data] }
    return { status: 201, body: state.behaviour }
  },
}

function handlerOf(name: string): Handler {
  return HANDLERS[name] ?? (() => refuse(404, 'not_found', `There is no ${name}`))
}

function invalid(error: z.ZodError): Answer {
  return refuse(422, 'rejected', z.prettifyError(error))
}
