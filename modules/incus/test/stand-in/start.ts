import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { WebSocketServer } from 'ws'
import { type Answer, operationAnswer, type Route } from './answers.ts'
import { ROUTES } from './routes.ts'
import { emptyServer, type Flavour, type ServerState, type StandInOperation } from './state.ts'

/** One request and its answer, for the comparison with the published schema. */
export interface Exchange {
  readonly method: string
  /** The route's template; the path itself when no route took it. */
  readonly path: string
  /** Without `recursion`, which the published schema writes into the path. */
  readonly query: URLSearchParams
  readonly body: unknown
  readonly status: number
  readonly answer: unknown
}

export interface StandIn {
  /** For the module's setting `address`. */
  readonly address: string
  readonly state: ServerState
  readonly exchanges: Exchange[]
  /** What was asked that the API does not have, or not so: fails every test that looks. */
  readonly mistakes: string[]
  close(): Promise<void>
}

export interface StandInOptions {
  readonly flavour?: Flavour
  /** With certificates it listens on TCP with TLS, else on a unix socket. */
  readonly tls?: ServerOptions
  /** The only client's certificate (SHA-256, as TLS shows it) that it trusts; absent: everybody. */
  readonly trusts?: string
  /** False: no stream of events. */
  readonly events?: boolean
}

/** Starts an Incus or LXD that is none: the REST API over a memory. */
export async function startStandIn({
  flavour = 'incus',
  tls,
  trusts,
  events = true,
}: StandInOptions = {}): Promise<StandIn> {
  const state = emptyServer(flavour)
  const exchanges: Exchange[] = []
  const mistakes: string[] = []
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void take(request, response, { state, exchanges, mistakes, trusts })
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  offerEvents(server, { state, mistakes, events })
  const place = await listen(server, tls !== undefined)
  return {
    address: place.address,
    state,
    exchanges,
    mistakes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        place.remove()
      }),
  }
}

async function listen(server: Server, onTcp: boolean) {
  if (onTcp) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { address: `https://127.0.0.1:${port}`, remove: () => undefined }
  }
  const folder = mkdtempSync(join(tmpdir(), 'incus-'))
  const path = join(folder, 'unix.socket')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return { address: `unix://${path}`, remove: () => rmSync(folder, { recursive: true }) }
}

/** GET /1.0/events?type=operation as a web socket. */
function offerEvents(
  server: Server,
  { state, mistakes, events }: Pick<StandIn, 'state' | 'mistakes'> & { events: boolean },
): void {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    // Who asked may be gone before it is answered.
    socket.on('error', () => socket.destroy())
    const url = new URL(request.url ?? '/', 'http://incus')
    const isKnown = url.pathname === '/1.0/events' && url.searchParams.get('type') === 'operation'
    if (!isKnown) {
      mistakes.push(`GET ${request.url}: no such web socket`)
      return void socket.destroy()
    }
    if (!events) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (client) => {
      const tell = (operation: StandInOperation) => {
        const metadata = operationAnswer(operation)
        const event = {
          type: 'operation',
          timestamp: operation.createdAt,
          metadata,
          project: 'default',
        }
        client.send(JSON.stringify(event))
      }
      state.listeners.add(tell)
      client.on('close', () => state.listeners.delete(tell))
    })
  })
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  {
    state,
    exchanges,
    mistakes,
    trusts,
  }: Pick<StandIn, 'state' | 'exchanges' | 'mistakes'> & { trusts: string | undefined },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://incus')
  const method = request.method ?? 'GET'
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  const sent: unknown = text === '' ? null : JSON.parse(text)
  const found = routeOf(state, method, url)
  const query = new URLSearchParams(url.searchParams)
  query.delete('recursion')
  let answer: Answer = { kind: 'error', status: 404, words: 'not found' }
  const isTrusted = trusts === undefined || trusts === certificateOf(request)
  if (found && !isTrusted) {
    answer = untrusted(found.route.template)
  } else if (found) {
    const body = found.route.body?.safeParse(sent)
    const isEmpty = found.route.body === undefined && sent !== null
    if (isEmpty || body?.success === false) {
      mistakes.push(`${method} ${url.pathname}: ${body?.error?.message ?? 'no body is taken'}`)
    }
    answer = await found.route.answer({ state, path: found.path, query, body: sent })
  } else mistakes.push(`${method} ${url.pathname}${url.search}: no such route`)
  const { status, content } = written(answer)
  const path = found?.route.template ?? url.pathname
  exchanges.push({ method, path, query, body: sent, status, answer: content })
  response.statusCode = status
  if (answer.kind === 'text') return void response.end(answer.text)
  response.setHeader('content-type', 'application/json').end(JSON.stringify(content))
}

const certificateOf = ({ socket }: IncomingMessage) =>
  (socket as TLSSocket).getPeerCertificate().fingerprint256

/** Strangers may ask what it is, and nothing else. */
function untrusted(template: string): Answer {
  if (template !== '/1.0') return { kind: 'error', status: 403, words: 'not authorized' }
  const value = { api_extensions: [], api_version: '1.0', auth: 'untrusted', public: false }
  return { kind: 'value', value }
}

function written(answer: Answer): { status: number; content: unknown } {
  switch (answer.kind) {
    case 'operation':
      return {
        status: 202,
        content: {
          type: 'async',
          status: 'Operation created',
          status_code: 100,
          operation: `/1.0/operations/${answer.operation.id}`,
          metadata: operationAnswer(answer.operation),
        },
      }
    case 'error':
      return {
        status: answer.status,
        content: { type: 'error', error: answer.words, error_code: answer.status },
      }
    case 'text':
      return { status: 200, content: undefined }
    case 'value': {
      const envelope = { type: 'sync', status: 'Success', status_code: 200 }
      return {
        status: 200,
        content: answer.value === undefined ? envelope : { ...envelope, metadata: answer.value },
      }
    }
  }
}

function routeOf(
  { flavour }: ServerState,
  method: string,
  url: URL,
): { route: Route; path: Record<string, string> } | null {
  const recursion = url.searchParams.get('recursion')
  const wanted = recursion === null ? '' : `?recursion=${recursion}`
  for (const route of ROUTES) {
    if (route.method !== method || route.missingIn === flavour) continue
    const [template = '', suffix] = route.template.split('?')
    if ((suffix === undefined ? '' : `?${suffix}`) !== wanted) continue
    const pattern = template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    const match = new RegExp(`^${pattern}$`).exec(url.pathname)
    if (!match) continue
    const path = Object.entries(match.groups ?? {}).map(([name, one]) => [
      name,
      decodeURIComponent(one),
    ])
    return { route, path: Object.fromEntries(path) }
  }
  return null
}
