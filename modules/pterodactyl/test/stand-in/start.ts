import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'
import { z } from 'zod'
import { type Answer, invalid, notFound, type Route, refuse } from './answers.ts'
import { CLIENT_ROUTES } from './client-routes.ts'
import { DIRECTORY_ROUTES } from './directory-routes.ts'
import { errors } from './schemas.ts'
import { SERVER_ROUTES } from './server-routes.ts'
import { emptyPanel, type PanelState } from './state.ts'

/** Every route, with the whole path that it has on a panel. */
export const ROUTES: readonly Route[] = [
  ...[...DIRECTORY_ROUTES, ...SERVER_ROUTES].map((route) => ({
    ...route,
    path: `/api/application${route.path}`,
  })),
  ...CLIENT_ROUTES.map((route) => ({ ...route, path: `/api/client${route.path}` })),
]

/** One request and what became of it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly route: Route | null
  readonly body: unknown
  readonly answer: Answer
}

export interface StandIn {
  readonly url: string
  readonly state: PanelState
  readonly exchanges: Exchange[]
  /** Made-up paths, unknown fields, shapes that the panel does not have: a test's failure. */
  readonly violations: string[]
  readonly faults: TargetFaults
  close(): Promise<void>
}

type Mode =
  | { kind: 'pass' | 'lose' | 'halve' | 'hang' }
  | { kind: 'refuse'; status: 401 | 429 | 500; retryAfterSeconds?: number }

export const APPLICATION_KEY = 'ptla_application-key-that-must-stay-secret'
export const CLIENT_KEY = 'ptlc_client-key-that-must-stay-secret'

/** Starts a panel that is not one: its two APIs over a memory. */
export async function startStandIn(): Promise<StandIn> {
  const state = emptyPanel()
  const exchanges: Exchange[] = []
  const violations: string[] = []
  let mode: Mode = { kind: 'pass' }
  const set = async (next: Mode) => {
    mode = next
  }
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const now = mode
      if (now.kind === 'hang') return
      if (now.kind === 'refuse') return send(response, refusal(now), now.retryAfterSeconds)
      const exchange = take(state, violations, { request, body })
      exchanges.push(exchange)
      // The change whose answer gets lost: the one that would make a second server.
      const makes = exchange.method === 'POST' && exchange.path === '/api/application/servers'
      if (now.kind === 'pass' || !makes) return send(response, exchange.answer)
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

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}

function take(
  state: PanelState,
  violations: string[],
  { request, body }: { request: IncomingMessage; body: unknown },
): Exchange {
  const { method = 'GET', headers } = request
  const url = new URL(request.url ?? '/', 'http://panel')
  const found = routeOf(method, url.pathname)
  const where = `${method} ${url.pathname}`
  const broken = (words: string) => violations.push(`${where}: ${words}`)
  const exchange = (answer: Answer): Exchange => {
    return { method, path: url.pathname, route: found?.route ?? null, body, answer }
  }
  if (headers.accept !== 'application/json') broken('does not ask for JSON')
  if (!found) {
    broken('no such route')
    return exchange(notFound())
  }
  const { route, parameters } = found
  for (const name of url.searchParams.keys()) {
    if (!route.query?.includes(name)) broken(`unknown parameter ${name}`)
  }
  const key = url.pathname.startsWith('/api/client/') ? CLIENT_KEY : APPLICATION_KEY
  if (headers.authorization !== `Bearer ${key}`) {
    return exchange(refuse(401, 'AuthenticationException', 'Unauthenticated.'))
  }
  if (route.permission && state.denied.has(route.permission)) {
    return exchange(refuse(403, 'AccessDeniedHttpException', 'This action is unauthorized.'))
  }
  const wrong = checkBody(route, body, broken)
  if (wrong) return exchange(wrong)
  const answer = route.answer({ state, parameters, query: url.searchParams, body: body as never })
  const shape = answer.status < 300 ? route.answers : errors
  const parsed = shape?.safeParse(answer.body)
  if (parsed && !parsed.success) broken(`wrong answer ${z.prettifyError(parsed.error)}`)
  return exchange(answer)
}

/** Unknown fields are a mistake of the module; missing and wrong ones are answered as the panel does. */
function checkBody(route: Route, body: unknown, broken: (words: string) => void) {
  if (!route.request) {
    if (body !== undefined) broken('takes no body')
    return undefined
  }
  const parsed = route.request.safeParse(body)
  if (parsed.success) return undefined
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') broken(`unknown fields ${issue.keys.join(', ')}`)
  }
  const [first] = parsed.error.issues
  const field = first?.path.join('.') ?? ''
  const missing = first?.code === 'invalid_type' && first.message.includes('undefined')
  return invalid(field, missing ? 'required' : 'invalid', `The ${field} field is not valid.`)
}

function routeOf(method: string, path: string) {
  for (const route of ROUTES) {
    if (route.method !== method) continue
    const pattern = route.path.replaceAll('*', '([^/]+)')
    const match = new RegExp(`^${pattern}$`).exec(path)
    if (match) return { route, parameters: match.slice(1).map(decodeURIComponent) }
  }
  return null
}

function refusal({ status }: { status: 401 | 429 | 500 }): Answer {
  if (status === 401) return refuse(401, 'AuthenticationException', 'Unauthenticated.')
  if (status === 429) return refuse(429, 'ThrottleRequestsException', 'Too Many Attempts.')
  return refuse(500, 'HttpException', 'An unexpected error was encountered.')
}

function send(response: ServerResponse, { status, body }: Answer, retryAfterSeconds?: number) {
  response.statusCode = status
  if (retryAfterSeconds) response.setHeader('retry-after', String(retryAfterSeconds))
  if (body === undefined) response.end()
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}

/** With an answer half of it is sent, without one nothing is. */
function breakOff(request: IncomingMessage, response: ServerResponse, answer: Answer | null) {
  if (answer === null) return void request.socket.destroy()
  const bytes = Buffer.from(JSON.stringify(answer.body))
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
  })
  response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy())
}
