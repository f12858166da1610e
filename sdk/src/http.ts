import type { Connection, FetchInit } from './connection.ts'
import type { ModuleContext } from './context.ts'
import { type ErrorCode, fail, type ModuleError, type Result } from './result.ts'

/** One value of a form field. */
type FormValue = string | number | boolean

/** One request to a provider that speaks JSON over HTTP. */
export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string | URL
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; absent = no body. */
  readonly body?: unknown
  /** Sent urlencoded instead of a `body`; what is undefined is left out, a list is sent as repeats. */
  readonly form?: Readonly<Record<string, FormValue | readonly FormValue[] | undefined>>
  /** How to reach the server where the address alone will not do. */
  readonly connection?: Connection
  /** Gives up after this long; the context has its own limit besides. */
  readonly timeoutMs?: number
  /** Values that must not appear in an error's message: the token, a password. */
  readonly mask?: readonly string[]
  /** Reads the provider's own error body; without it the status decides. */
  readonly readError?: (status: number, body: unknown) => Partial<ModuleError> | undefined
}

/** An answer of status 2xx. `body` is null when there was none. */
export interface JsonAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/**
 * Calls a provider and says in our words what came of it: 401 and 403 `auth`, 404 and 410
 * `not_found`, 409 `conflict`, 429 and 5xx `transient` (429 with Retry-After, else half a minute), 501 `unsupported`, 507
 * `capacity`, other 4xx `rejected`. An address that cannot be reached is `transient`; an answer that
 * was lost after sending, or arrived cut, is `transient` with `lost`.
 */
export async function requestJson(
  ctx: Pick<ModuleContext, 'fetch' | 'signal'>,
  request: JsonRequest,
): Promise<Result<JsonAnswer>> {
  const mask = (words: string) => maskSecrets(words, request.mask ?? [])
  let response: Response
  try {
    response = await ctx.fetch(request.url, initOf(request, ctx.signal))
  } catch (error) {
    return unreachable(error, mask)
  }
  let text: string
  try {
    text = await response.text()
  } catch (error) {
    return fail('transient', mask(`The answer broke off: ${reasonOf(error)}`), { lost: true })
  }
  const body = parseJson(text)
  if (!response.ok) return refusal(response, body, { request, text, mask })
  if (body === undefined) {
    return fail('transient', 'The answer is not complete JSON', { lost: true })
  }
  return { ok: true, value: { status: response.status, headers: response.headers, body } }
}

/** Replaces every secret by `***`. Secrets shorter than 4 characters are left: they are in any text. */
export function maskSecrets(words: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), words)
}

/** How long a 429 or 503 asks us to wait, in ms; a date is compared with the answer's own `Date`. */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const waitMs = Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined
}

function initOf(request: JsonRequest, signal: AbortSignal): FetchInit {
  const signals = [signal]
  if (request.timeoutMs) signals.push(AbortSignal.timeout(request.timeoutMs))
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers }
  const body = bodyOf(request)
  if (body) headers['content-type'] = body.type
  return {
    method: request.method,
    headers,
    body: body?.text,
    signal: AbortSignal.any(signals),
    ...(request.connection ? { connection: request.connection } : {}),
  }
}

function bodyOf({ body, form }: JsonRequest): { type: string; text: string } | undefined {
  if (body !== undefined) return { type: 'application/json', text: JSON.stringify(body) }
  if (form === undefined) return undefined
  const fields = Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined)
      .map((one): [string, string] => [name, String(one)]),
  )
  const text = new URLSearchParams(fields).toString()
  return { type: 'application/x-www-form-urlencoded', text }
}

/** Failures that happen before a byte of the request has left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'UND_ERR_CONNECT_TIMEOUT',
])

function unreachable(error: unknown, mask: (words: string) => string): Result<never> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const message = mask(reasonOf(cause))
  if (/CERT|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return fail('config', message)
  if (NOT_SENT.has(code)) return fail('transient', message)
  return fail('transient', message, { lost: true })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}

function parseJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'auth',
  403: 'auth',
  404: 'not_found',
  408: 'transient',
  409: 'conflict',
  410: 'not_found',
  425: 'transient',
  429: 'transient',
  501: 'unsupported',
  507: 'capacity',
}

/** A provider that says it is asked too often, and not for how long it wants to be left alone. */
const UNSAID_WAIT_MS = 30_000

function refusal(
  response: Response,
  body: unknown,
  about: { request: JsonRequest; text: string; mask: (words: string) => string },
): Result<never> {
  const { status } = response
  const own = about.request.readError?.(status, body) ?? {}
  const code = own.code ?? CODE_OF_STATUS[status] ?? (status >= 500 ? 'transient' : 'rejected')
  const message = own.message ?? wordsOf(body) ?? about.text.slice(0, 500) ?? ''
  const asked = own.retryAfterMs ?? retryAfterMs(response.headers)
  const wait = asked ?? (status === 429 ? UNSAID_WAIT_MS : undefined)
  // A gateway's time-out says nothing about what the provider behind it did.
  const lost = own.lost ?? (status === 502 || status === 504 ? true : undefined)
  return fail(code, about.mask(message || `HTTP ${status}`), {
    ...(own.pointer ? { pointer: own.pointer } : {}),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(lost ? { lost } : {}),
  })
}

function wordsOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  for (const name of ['message', 'detail', 'error', 'title']) {
    const value = (body as Record<string, unknown>)[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}
