import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Effect, takeEffect } from './behaviour.ts'
import type { SandboxCall } from './records.ts'
import type { Understood } from './routes.ts'
import { type Answer, refuse, type Work } from './work.ts'

/** One request on its way through the provider. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly understood: Understood
  readonly work: Work
  readonly now: () => number
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  transient: 503,
  capacity: 507,
  auth: 401,
  config: 400,
  not_found: 404,
  conflict: 409,
  unsupported: 501,
  rejected: 422,
}

/** Serves one request as the behaviour says. What was done and saved stays done, answered or not. */
export async function serve(exchange: Exchange): Promise<void> {
  const { state } = exchange.work
  const taken = takeEffect(state.behaviour.rules, exchange.understood.operation)
  state.behaviour = { ...state.behaviour, rules: taken.rules }
  await EFFECTS[taken.effect.kind](exchange, taken.effect as never)
}

type Play<K extends Effect['kind']> = (
  exchange: Exchange,
  effect: Extract<Effect, { kind: K }>,
) => Promise<void>

const EFFECTS: { readonly [K in Effect['kind']]: Play<K> } = {
  succeed: async (exchange) => send(exchange.response, await workAndNote(exchange, 'sent')),
  refuse: async (exchange, effect) => {
    const status = effect.status ?? STATUS_OF_CODE[effect.code] ?? 500
    await note(exchange, { worked: false, answer: 'sent', status })
    send(exchange.response, refuse(status, effect.code, effect.message))
  },
  hang: async (exchange, effect) => {
    if (effect.work) await workAndNote(exchange, 'none')
    else await note(exchange, { worked: false, answer: 'none', status: null })
  },
  drop: async (exchange) => {
    await workAndNote(exchange, 'dropped')
    exchange.request.socket.destroy()
  },
  half: async (exchange) => {
    const answer = await workAndNote(exchange, 'cut')
    const text = JSON.stringify(answer.body)
    exchange.response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    })
    exchange.response.write(text.slice(0, text.length / 2), () => exchange.request.socket.destroy())
  },
  late: async (exchange, effect) => {
    exchange.request.socket.destroy()
    await wait(effect.delayMs)
    await workAndNote(exchange, 'dropped')
  },
  duplicate: async (exchange) => {
    const noted = workAndNote(exchange, 'sent')
    // At once, while it still is the newest.
    if (exchange.understood.operation === 'create') copyNewest(exchange.work.state)
    send(exchange.response, await noted)
  },
  rate_limit: async (exchange, effect) => {
    await note(exchange, { worked: false, answer: 'sent', status: 429 })
    exchange.response.setHeader('retry-after', String(effect.retryAfterSeconds))
    send(exchange.response, refuse(429, 'transient', 'Too many requests'))
  },
  slow: async (exchange, effect) => {
    await wait(effect.delayMs)
    send(exchange.response, await workAndNote(exchange, 'sent'))
  },
}

function copyNewest(state: Work['state']): void {
  const newest = [...state.resources.values()].at(-1)
  if (!newest) return
  const id = `sbx-${state.nextSerial()}`
  state.resources.set(id, { ...newest, id })
  state.save()
}

async function workAndNote(exchange: Exchange, answered: SandboxCall['answer']): Promise<Answer> {
  const key = keyOf(exchange)
  const answer = exchange.understood.run(exchange.work)
  await note(exchange, { worked: true, answer: answered, status: answer.status, key })
  return answer
}

async function note(
  { request, understood, work, now }: Exchange,
  became: Pick<SandboxCall, 'worked' | 'answer' | 'status'> & { key?: string | null },
): Promise<void> {
  const operationId = request.headers['operation-id']
  const { state } = work
  await state.note({
    seq: (state.calls.at(-1)?.seq ?? 0) + 1,
    at: now(),
    operation: understood.operation,
    method: request.method ?? '',
    path: request.url ?? '',
    key: became.key ?? keyOf({ work, understood }),
    resourceId: understood.resourceId,
    operationId: typeof operationId === 'string' ? operationId : null,
    body: work.body,
    worked: became.worked,
    answer: became.answer,
    status: became.status,
  })
}

function keyOf({ work, understood }: Pick<Exchange, 'work' | 'understood'>): string | null {
  const asked = work.query.get('key')
  if (asked !== null) return asked
  const { body } = work
  if (typeof body === 'object' && body !== null && 'key' in body) return String(body.key)
  return work.state.resources.get(understood.resourceId ?? '')?.key ?? null
}

/** Answers in JSON; a connection that is gone is nobody's trouble. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  response.statusCode = answer.status
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answer.body))
}
