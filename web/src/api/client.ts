import createClient from 'openapi-fetch'
import { networkProblem, problemOf } from './problem.ts'
import type { paths } from './schema.d.ts'

/**
 * The typed client of the public API. Every unsuccessful answer is thrown as a `ProblemError`, so
 * that a query or mutation fails in one way only.
 */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })

api.use({
  onRequest: ({ request }) => {
    request.headers.set('accept-language', document.documentElement.lang)
  },
  onResponse: async ({ response }) => {
    if (!response.ok) throw await problemOf(response)
  },
  onError: () => networkProblem(),
})

/** The data of a call: `read(api.GET('/api/v1/…'))`. */
export async function read<Answer extends { data?: unknown }>(
  call: Promise<Answer>,
): Promise<NonNullable<Answer['data']>> {
  const { data } = await call
  return data as NonNullable<Answer['data']>
}

/** One key per user's intent: sent again with a repeated click, never with another intent. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

/** A call whose address is only known at run time: an action's, a module panel's. */
export interface AddressedCall {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  url: string
  body?: unknown
  query?: Record<string, string>
  idempotencyKey?: string
  signal?: AbortSignal
}

/** Carries out an addressed call; the answer's JSON, or undefined when it has no body. */
export async function send<T = unknown>(call: AddressedCall): Promise<T> {
  const query = call.query ? `?${new URLSearchParams(call.query)}` : ''
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey
  const response = await fetch(call.url + query, {
    method: call.method ?? 'GET',
    headers,
    credentials: 'same-origin',
    signal: call.signal,
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
  }).catch((error: unknown) => {
    throw call.signal?.aborted ? error : networkProblem()
  })
  if (!response.ok) throw await problemOf(response)
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}
