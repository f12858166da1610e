import type { IncomingHttpHeaders } from 'node:http'
import { type ErrorCode, fail, type ModuleError, maskSecrets, type Result } from '@berth/sdk'

/** The request never left: nothing can have been done. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'auth',
  403: 'auth',
  404: 'not_found',
  405: 'unsupported',
  406: 'rejected',
  409: 'conflict',
  501: 'unsupported',
  507: 'capacity',
}

/** What engines say in words only, most of it with status 500 or 400. */
const CODE_OF_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/no space left|disk quota|not enough memory|cannot allocate memory/i, 'capacity'],
  [/port is already allocated|address already in use/i, 'capacity'],
  [/name .*already in use|name .*in use by/i, 'conflict'],
  [/executable file.*not found|exec:? .*no such file|exec format error/i, 'config'],
  [/RLIMIT|ulimit|rlimits/i, 'config'],
  [/unauthorized|authentication required|denied: requested access/i, 'auth'],
]

/** Whether a start failed because something listens on the port already. */
export function isPortTaken(error: ModuleError): boolean {
  return /port is already allocated|address already in use/i.test(error.message)
}

/** What an exception of the engine's client means in our words. */
export function failureOf(
  thrown: unknown,
  about: { headers?: IncomingHttpHeaders; mask: readonly string[] },
): Result<never> {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const message = maskSecrets(wordsOf(error), about.mask)
  const status =
    'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0
  if (status === 0) return connectionFailure(error, message)
  const spoken = CODE_OF_WORDS.find(([words]) => words.test(message))?.[1]
  const code = status >= 400 && status !== 429 ? (CODE_OF_STATUS[status] ?? spoken) : undefined
  const precise = status === 400 || status === 500 ? (spoken ?? code) : code
  const wait = about.headers?.['retry-after']
  return fail(precise ?? 'transient', message, {
    ...(wait && /^\d+$/.test(wait) ? { retryAfterMs: Number(wait) * 1000 } : {}),
    // A proxy before the engine says nothing about what the engine did.
    ...(status === 502 || status === 504 ? { lost: true as const } : {}),
  })
}

function connectionFailure(error: Error, message: string): Result<never> {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EACCES') return fail('auth', message)
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return fail('config', message)
  if (NOT_SENT.has(code)) return fail('transient', message)
  return fail('transient', message, { lost: true })
}

/** The engine's own words, without the client's wrapping. */
function wordsOf(error: Error): string {
  if ('json' in error && typeof error.json === 'object' && error.json !== null) {
    const { message } = error.json as { message?: unknown }
    if (typeof message === 'string' && message !== '') return message
  }
  return error.message.trim() || error.name
}
