import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RecordedExchange } from '@berth/sdk/testing/contract'
import { z } from 'zod'
import { no, type PveAnswer } from './answers.ts'
import { CLUSTER_ROUTES } from './cluster-routes.ts'
import { GUEST_ROUTES } from './guest-routes.ts'
import { MAKING_ROUTES } from './making-routes.ts'
import type { PveRoute } from './route.ts'
import { ANSWERS, PARAMETERS } from './schemas.ts'
import { advanceTasks, type ClusterState, emptyCluster } from './state.ts'

/** The part of Proxmox VE's API that the module uses. */
export const ROUTES: readonly PveRoute[] = [...CLUSTER_ROUTES, ...GUEST_ROUTES, ...MAKING_ROUTES]

export interface Exchange extends RecordedExchange {
  /** Null when no route took it. */
  readonly template: string | null
}

export interface StandIn {
  /** `http://127.0.0.1:port`; TLS is put before it by who needs it. */
  readonly url: string
  readonly state: ClusterState
  readonly exchanges: Exchange[]
  /** Throws if a request was malformed: no test may pass with one. */
  close(): Promise<void>
}

export const TOKEN = { id: 'berth@pve!test', secret: '11111111-2222-3333-4444-555555555555' }

/** Starts a cluster that is not one: the API of Proxmox VE over a memory. */
export async function startStandIn(): Promise<StandIn> {
  const state = emptyCluster()
  const exchanges: Exchange[] = []
  const server = createServer((request, response) => void take(request, response, state, exchanges))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    exchanges,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      if (state.violations.length > 0) throw new Error(state.violations.join('\n'))
    },
  }
}

const PREFIX = '/api2/json'

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  state: ClusterState,
  exchanges: Exchange[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://cluster')
  const method = (request.method ?? 'GET').toLowerCase()
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  const isForm = method === 'post' || method === 'put'
  const given = Object.fromEntries(isForm ? new URLSearchParams(text) : url.searchParams)
  const found = routeOf(method, url.pathname)
  advanceTasks(state)
  const answer = isKnown(request)
    ? answerOf(state, found, given, `${method} ${url.pathname}`)
    : UNKNOWN
  const status = 'data' in answer ? 200 : answer.status
  const body = bodyOf(answer, state.isSilent)
  exchanges.push({
    method,
    path: url.pathname,
    template: found?.route.template ?? null,
    ...(isForm ? { body: given, form: true } : { query: url.searchParams }),
    status,
    answer: body,
  })
  // The status line carries the message, cleaned of what a header may not hold.
  const reason = 'data' in answer ? 'OK' : answer.message.replaceAll(/[^\x20-\x7e]/g, '?')
  response.writeHead(status, reason, { 'content-type': 'application/json;charset=UTF-8' })
  response.end(JSON.stringify(body))
}

const UNKNOWN = no('invalid token value!', 401)

function isKnown({ headers }: IncomingMessage): boolean {
  return headers.authorization === `PVEAPIToken=${TOKEN.id}=${TOKEN.secret}`
}

interface Found {
  readonly route: PveRoute
  readonly path: Record<string, string>
}

function answerOf(
  state: ClusterState,
  found: Found | null,
  given: Record<string, string>,
  asked: string,
): PveAnswer {
  if (!found) {
    state.violations.push(`${asked}: made up`)
    return no(`Path '${asked}' not found`, 501)
  }
  const { route, path } = found
  const parsed = PARAMETERS[route.parameters].safeParse(given)
  if (!parsed.success) {
    state.violations.push(`${asked}: ${z.prettifyError(parsed.error)}`)
    const errors = parsed.error.issues.map((one) => [one.path.join('.') || 'body', one.message])
    return no('Parameter verification failed.', 400, Object.fromEntries(errors))
  }
  const answer = route.answer({ state, path, parameters: parsed.data })
  if ('data' in answer) {
    const fits = ANSWERS[route.answers].safeParse(answer.data)
    if (!fits.success) {
      state.violations.push(`${asked} answered wrongly: ${z.prettifyError(fits.error)}`)
    }
  }
  return answer
}

function bodyOf(answer: PveAnswer, isSilent: boolean): object {
  if ('data' in answer) return { data: answer.data }
  const { message, errors } = answer
  return {
    data: null,
    ...(isSilent ? {} : { message: `${message}\n` }),
    ...(errors ? { errors } : {}),
  }
}

/** The route whose template fits; longer ones of its own letters first. */
function routeOf(method: string, pathname: string): Found | null {
  const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : pathname
  for (const route of ROUTES) {
    if (route.method !== method) continue
    const pattern = route.template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    const match = new RegExp(`^${pattern}$`).exec(path)
    if (!match) continue
    const values = Object.entries(match.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ])
    return { route, path: Object.fromEntries(values) }
  }
  return null
}
