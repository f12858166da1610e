import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { control } from './control.ts'
import { understand } from './routes.ts'
import { send, serve } from './serve.ts'
import { openState, type ProviderState } from './state.ts'
import { refuse } from './work.ts'

export interface SandboxProviderOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** The file that keeps the memory over restarts and kills; absent = memory of the process only. */
  readonly statePath?: string
  /** What callers must present; default `sandbox-token`. */
  readonly token?: string
  /** Epoch milliseconds; the caller's clock, which tests may move. */
  readonly now: () => number
}

export interface SandboxProvider {
  /** `http://127.0.0.1:PORT`, for the server settings of the module. */
  readonly url: string
  readonly token: string
  /** The memory itself, for tests and demo data in the same process; call `state.save()` after a change. */
  readonly state: ProviderState
  /** The memory of a space, which shares nothing with any other; '' is `state`. */
  space(name: string): ProviderState
  /** The control API without HTTP, for a server that passes it on. Path as `behaviour`, `resources/sbx-1`. */
  control(request: { method: string; path: string; query?: URLSearchParams; body?: unknown }): {
    status: number
    body: unknown
  }
  /** Cuts every connection and stops listening. */
  close(): Promise<void>
}

/**
 * Starts the sandbox provider: an imaginary hosting provider with a memory, a log of what it was
 * asked, and orders on how to misbehave. Never for real services: anybody with the token rules it.
 */
export async function startSandboxProvider(
  options: SandboxProviderOptions,
): Promise<SandboxProvider> {
  const space = spacesOf(options.statePath ?? null)
  const token = options.token ?? 'sandbox-token'
  const house = { space, token, now: options.now, url: '' }
  const server = createServer((request, response) => {
    handle(house, request, response).catch((error: unknown) => {
      send(response, refuse(500, 'transient', error instanceof Error ? error.message : 'failed'))
    })
  })
  await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
  house.url = urlOf(server)
  return {
    url: house.url,
    token,
    state: space(''),
    space,
    control: ({ method, path, query = new URLSearchParams(), body = null }) =>
      control(space(query.get('space') ?? ''), options.now(), { method, path, query, body }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

/** Opens spaces when they are first named, each with a file of its own beside the first one's. */
function spacesOf(statePath: string | null): (name: string) => ProviderState {
  const open = new Map<string, ProviderState>()
  return (name) => {
    if (!/^[a-z0-9-]{0,40}$/.test(name)) throw new Error(`"${name}" is no name of a space`)
    const known = open.get(name)
    if (known) return known
    const path = statePath === null || name === '' ? statePath : `${statePath}.${name}`
    const state = openState(path)
    open.set(name, state)
    return state
  }
}

interface House {
  readonly space: (name: string) => ProviderState
  readonly token: string
  readonly now: () => number
  readonly url: string
}

async function handle(house: House, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', house.url)
  if (url.pathname.startsWith('/console/')) return showConsole(response)
  if (request.headers.authorization !== `Bearer ${house.token}`) {
    return send(response, refuse(401, 'auth', 'The token is not valid'))
  }
  const body = await readJson(request)
  if (body === undefined) return send(response, refuse(400, 'rejected', 'The body is not JSON'))
  const method = request.method ?? 'GET'
  if (url.pathname.startsWith('/control/')) {
    const path = url.pathname.slice('/control/'.length)
    return send(
      response,
      control(house.space(url.searchParams.get('space') ?? ''), house.now(), {
        method,
        path,
        query: url.searchParams,
        body,
      }),
    )
  }
  const understood = understand(method, url)
  if (!understood)
    return send(response, refuse(404, 'not_found', `There is no ${method} ${url.pathname}`))
  const { space, now } = house
  const state = space(String(request.headers.space ?? ''))
  const work = { state, now: now(), body, query: url.searchParams, origin: house.url }
  await serve({ request, response, understood, work, now })
}

function showConsole(response: ServerResponse): void {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end('<!doctype html><title>Console</title><pre>sandbox login: _</pre>')
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  if (parts.length === 0) return null
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('The provider does not listen')
  return `http://${address.address}:${address.port}`
}
