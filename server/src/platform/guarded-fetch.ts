import type { FetchInit } from '@berth/sdk'
import { fetchConnected, fetchLookedUp } from '@berth/sdk/fetch'
import { isPrivateHost } from './private-address.ts'
import { publicLookup } from './send-public.ts'

export interface FetchGuard {
  /** Aborts every request. */
  signal: AbortSignal
  /** The longest that one request may take, its body included, in milliseconds. */
  limitMs: number
  /** Told of each request and what came of it; addresses come without their query. */
  log(message: string, fields: LoggedRequest): void
  /** How the log shows what was sent and answered; without it bodies are not logged. */
  showBody?(body: unknown): string | null
}

export interface LoggedRequest {
  method: string
  address: string
  status?: number
  /** Until the answer's head, or the failure. */
  durationMs: number
  request?: string
  answer?: string
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5
/** What must not travel to another origin. */
const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization']

/**
 * A `fetch` for addresses that staff typed in: limited in time, logged, and never led by a redirect
 * from a public address to a private one. Credentials do not follow to another origin.
 */
export function guardedFetch(guard: FetchGuard) {
  return async (input: string | URL, init: FetchInit = {}): Promise<Response> => {
    const signals = [guard.signal, AbortSignal.timeout(guard.limitMs)]
    if (init.signal) signals.push(init.signal)
    let target = new URL(input)
    let request: FetchInit = { ...init, redirect: 'manual', signal: AbortSignal.any(signals) }
    let connect: Connect = fetchConnected
    for (let hop = 0; ; hop++) {
      const response = await send(guard, target, { request, connect })
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
      if (location === null || init.redirect === 'manual') return response
      await response.body?.cancel()
      if (init.redirect === 'error') throw new TypeError('The address redirects elsewhere')
      if (hop === MOST_REDIRECTS) throw new TypeError('Too many redirects')
      const next = new URL(location, target)
      connect = await connectionTo(new URL(input), next)
      request = followed(request, response.status, next.origin !== target.origin)
      target = next
    }
  }
}

type Connect = (target: URL, request: FetchInit) => Promise<Response>

/** Looks at the address again when the connection is made, so that a name cannot lead elsewhere. */
const PUBLIC_LOOKUP = publicLookup()
const connectPublicly: Connect = (target, request) => fetchLookedUp(target, request, PUBLIC_LOOKUP)

async function send(
  guard: FetchGuard,
  target: URL,
  { request, connect }: { request: FetchInit; connect: Connect },
): Promise<Response> {
  const began = performance.now()
  const sent = guard.showBody?.(request.body) ?? undefined
  const about = (): LoggedRequest => ({
    method: request.method ?? 'GET',
    address: target.origin + target.pathname,
    durationMs: Math.round(performance.now() - began),
    ...(sent === undefined ? {} : { request: sent }),
  })
  try {
    const response = await connect(target, request)
    const answered = { ...about(), status: response.status }
    if (guard.showBody) logWithBody(guard, answered, response)
    else guard.log('request', answered)
    return response
  } catch (error) {
    guard.log('request without an answer', about())
    throw error
  }
}

/**
 * The answer's text goes into the line when it is read as text, which is what modules do; one that is
 * left alone, or streamed, is logged without.
 */
function logWithBody(guard: FetchGuard, about: LoggedRequest, response: Response): void {
  let isLogged = false
  const log = (text: string | null) => {
    if (isLogged) return
    isLogged = true
    const answer = guard.showBody?.(text) ?? undefined
    guard.log('request', answer === undefined ? about : { ...about, answer })
  }
  const readText = response.text.bind(response)
  const text = async () => {
    isRead = true
    try {
      const words = await readText()
      log(words)
      return words
    } catch (error) {
      log(null)
      throw error
    }
  }
  let isRead = false
  const json = async () => JSON.parse(await text())
  Object.defineProperties(response, { text: { value: text }, json: { value: json } })
  setImmediate(() => {
    if (!isRead) log(null)
  })
}

/** How a redirect is followed. Throws where it must not be. */
async function connectionTo(first: URL, next: URL): Promise<Connect> {
  if (next.protocol !== 'http:' && next.protocol !== 'https:')
    throw new TypeError('The address redirects to something that is not HTTP')
  if (next.hostname === first.hostname || (await isPrivateHost(first.hostname)))
    return fetchConnected
  if (await isPrivateHost(next.hostname))
    throw new TypeError('The address redirects to a private address')
  return connectPublicly
}

/** The request as it goes on: a 303, and a 301 or 302 of a POST, become a GET without a body. */
function followed(before: FetchInit, status: number, elsewhere: boolean): FetchInit {
  const { connection, ...rest } = before
  // A certificate of ours, or a socket, is for the server that was named.
  const request: FetchInit = elsewhere || !connection ? rest : { ...rest, connection }
  const method = request.method?.toUpperCase() ?? 'GET'
  const headers = new Headers(request.headers)
  if (elsewhere) for (const name of CREDENTIALS) headers.delete(name)
  const asGet =
    (status === 303 && method !== 'HEAD') ||
    ((status === 301 || status === 302) && method === 'POST')
  if (!asGet) return { ...request, headers }
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return { ...request, method: 'GET', body: null, headers }
}
