import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'
import { z } from 'zod'
import { FUNCTIONS, type Outcome, PRIVILEGES, personalize } from './functions.ts'
import { answers, type FunctionName, metadata, requests } from './schemas.ts'
import { emptyWhm, type WhmState } from './state.ts'

/** One call and what became of it. */
export interface Exchange {
  readonly name: string
  readonly path: string
  readonly values: unknown
  readonly answer: unknown
}

export interface StandIn {
  readonly url: string
  readonly state: WhmState
  readonly exchanges: Exchange[]
  /** Functions, parameters and shapes that WHM does not have: a test's failure. */
  readonly violations: string[]
  readonly faults: TargetFaults
  close(): Promise<void>
}

type Mode =
  | { kind: 'pass' | 'lose' | 'halve' | 'hang' }
  | { kind: 'refuse'; status: 401 | 429 | 500; retryAfterSeconds?: number }

export const TOKEN = 'WHMTOKENTHATMUSTSTAYSECRET'
const AUTHORIZATION = `whm root:${TOKEN}`

/** Starts a WHM that is not one: API 1 over a memory. */
export async function startStandIn(): Promise<StandIn> {
  const state = emptyWhm()
  const exchanges: Exchange[] = []
  const violations: string[] = []
  let mode: Mode = { kind: 'pass' }
  const set = async (next: Mode) => {
    mode = next
  }
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const now = mode
      if (now.kind === 'hang') return
      if (now.kind === 'refuse') return refuseAll(response, now)
      const { status, exchange } = take(state, violations, { request, text })
      exchanges.push(exchange)
      // The change whose answer gets lost: the one that would make a second account.
      if (now.kind === 'pass' || exchange.name !== 'createacct') {
        return send(response, status, exchange.answer)
      }
      mode = { kind: 'pass' }
      breakOff(request, response, now.kind === 'halve' ? exchange.answer : null)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    exchanges,
    violations,
    faults: {
      loseAnswer: () => set({ kind: 'lose' }),
      halveAnswer: () => set({ kind: 'halve' }),
      refuseAll: (status, retryAfterSeconds) => set({ kind: 'refuse', status, retryAfterSeconds }),
      hangAll: () => set({ kind: 'hang' }),
      clear: () => set({ kind: 'pass' }),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function take(
  state: WhmState,
  violations: string[],
  { request, text }: { request: IncomingMessage; text: string },
): { status: number; exchange: Exchange } {
  const path = request.url ?? '/'
  const name = /^\/json-api\/([a-z_]+)$/.exec(path)?.[1] ?? ''
  const broken = (words: string) => violations.push(`${path}: ${words}`)
  const done = (status: number, values: unknown, answer: unknown) => {
    return { status, exchange: { name, path, values, answer } }
  }
  if (request.method !== 'POST') broken(`${request.method}: parameters belong in the body`)
  if (!isFunction(name)) {
    broken('no such function')
    return done(404, text, metadataOf(name, 0, `Unknown app (“${name}”) requested`))
  }
  if (request.headers.authorization !== AUTHORIZATION) {
    const error = 'Access denied'
    const data = { reason: error, result: '0' }
    return done(403, text, { cpanelresult: { apiversion: '2', error, data, type: 'text' } })
  }
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false
  const values = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
  const parsed = requests[name].safeParse(values)
  if (!parsed.success) {
    broken(z.prettifyError(parsed.error))
    return done(200, values, metadataOf(name, 0, z.prettifyError(parsed.error)))
  }
  const outcome = outcomeOf(state, name, parsed.data)
  if ('refused' in outcome) return done(200, values, metadataOf(name, 0, outcome.refused))
  const { data, raw, reason = 'OK' } = outcome
  const shape = answers[name]
  const right = shape ? shape.safeParse(data) : z.undefined().safeParse(data)
  if (!right.success) broken(`wrong answer ${z.prettifyError(right.error)}`)
  const envelope = metadataOf(name, 1, reason, raw)
  metadata.parse(envelope.metadata)
  return done(200, values, data === undefined ? envelope : { data, ...envelope })
}

const isFunction = (name: string): name is FunctionName => Object.hasOwn(requests, name)

function metadataOf(command: string, result: 0 | 1, reason: string, raw?: string) {
  const output = raw === undefined ? {} : { output: { raw } }
  return { metadata: { command, ...output, reason, result, version: 1 } }
}

function outcomeOf(state: WhmState, name: FunctionName, values: object): Outcome {
  const refused = state.refusals.get(name)
  if (refused !== undefined) {
    state.refusals.delete(name)
    return { refused }
  }
  const privilege = PRIVILEGES[name]
  if (privilege && state.denied.has(privilege)) {
    return { refused: 'Permission denied: you do not have the required privilege.' }
  }
  return name === 'personalization_get' || name === 'personalization_set'
    ? personalize(state, name, values as { store: string })
    : FUNCTIONS[name](state, values as Record<string, string>)
}

function refuseAll(
  response: ServerResponse,
  { status, retryAfterSeconds }: { status: number; retryAfterSeconds?: number },
) {
  if (retryAfterSeconds) response.setHeader('retry-after', String(retryAfterSeconds))
  const error = status === 401 ? 'Access denied' : `refused with ${status}`
  send(response, status, { cpanelresult: { error } })
}

function send(response: ServerResponse, status: number, body: unknown) {
  response.statusCode = status
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}

/** With an answer half of it is sent, without one nothing is. */
function breakOff(request: IncomingMessage, response: ServerResponse, answer: unknown) {
  if (answer === null) return void request.socket.destroy()
  const bytes = Buffer.from(JSON.stringify(answer))
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
  })
  response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy())
}
