import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type EngineAnswer, no } from './answers.ts'
import { type EngineRoute, ROUTES } from './routes.ts'
import { type EngineState, emptyEngine } from './state.ts'

/** One request and its answer, for the comparison with the published schema. */
export interface Exchange {
  readonly method: string
  /** The route's template; null when no route took it. */
  readonly template: string | null
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly answer: EngineAnswer
}

export interface StandIn {
  /** For the module's setting `host`. */
  readonly host: string
  readonly state: EngineState
  readonly exchanges: Exchange[]
  close(): Promise<void>
}

/** Starts an engine that is not one: the Docker Engine API over a memory, on TCP, with or without TLS. */
export async function startStandIn(
  images: readonly string[],
  tls: ServerOptions | null = null,
): Promise<StandIn> {
  const state = emptyEngine(images)
  const exchanges: Exchange[] = []
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void take(request, response, state, exchanges)
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `tcp://127.0.0.1:${port}`,
    state,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  state: EngineState,
  exchanges: Exchange[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine')
  const method = (request.method ?? 'GET').toLowerCase()
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  const body: unknown = text === '' ? null : JSON.parse(text)
  const found = routeOf(method, url.pathname)
  const answer = found
    ? found.route.answer({ state, id: found.id, query: url.searchParams, body })
    : no(404, 'page not found')
  const template = found?.route.template ?? null
  exchanges.push({ method, template, path: url.pathname, query: url.searchParams, body, answer })
  response.statusCode = answer.status
  if (answer.bytes) response.end(answer.bytes)
  else if (answer.body === undefined) response.end()
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer.body))
}

/** Exact templates go before those with a parameter, whose value may hold slashes (image names). */
function routeOf(method: string, path: string): { route: EngineRoute; id: string } | null {
  const candidates = ROUTES.filter((route) => route.method === method)
  const exact = candidates.find((route) => route.template === path)
  if (exact) return { route: exact, id: '' }
  for (const route of candidates) {
    if (!route.template.includes('{')) continue
    const pattern = route.template.replace(/\{\w+\}/, '(.+)')
    const match = new RegExp(`^${pattern}$`).exec(path)
    if (match) return { route, id: decodeURIComponent(match[1] ?? '') }
  }
  return null
}
