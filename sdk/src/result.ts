/**
 * What a module may say went wrong. The code decides what happens next:
 *
 * - `transient`: network, 5xx, 429. Tried again by itself after 1, 5, 15, 60 min, then hourly for a
 *   day, then staff. `retryAfterMs` overrides the first wait and pauses the whole server.
 * - `capacity`: no node, disk full, no free port. Another server of the group if allowed, else staff.
 * - `auth`: our credentials are refused. Staff at once, the server's queue is paused.
 * - `config`: the server or product is set up wrongly. Staff at once, the server's queue is paused.
 * - `not_found`: the resource is not there.
 * - `conflict`: something of that name or key is there and is not ours.
 * - `unsupported`: this module or this version of the provider cannot do it.
 * - `rejected`: the provider understood and says no to this request (a value it does not take).
 */
export const ERROR_CODES = [
  'transient',
  'capacity',
  'auth',
  'config',
  'not_found',
  'conflict',
  'unsupported',
  'rejected',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An expected failure, as data. Staff read `message` as it came; customers never see it. */
export interface ModuleError {
  readonly code: ErrorCode
  /** In the provider's own words where it has some. Must never hold a secret. */
  readonly message: string
  /** The provider asked us to wait this long before the next call (429 with Retry-After). */
  readonly retryAfterMs?: number
  /**
   * The request was sent and its answer was lost (time-out, connection cut, unreadable answer): the
   * work may have been done. The outcome is then *unknown*, never failed, and is resolved by `find`.
   */
  readonly lost?: true
  /**
   * The provider accepted the work and is still at it (a Proxmox task, an Incus operation). Only
   * with `transient`: the call is made again after `retryAfterMs`, with what was `remember`ed, and
   * the wait uses up no attempt.
   */
  readonly stillRunning?: true
  /** The field of settings, product or order form that is to blame, as a JSON pointer. */
  readonly pointer?: string
}

/** Every call of a module answers with one of these; throwing is for bugs and means *unknown*. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ModuleError }

/** A call that did what was asked. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/**
 * A call that did not.
 *
 * @example fail('capacity', 'No free port between 20000 and 20100')
 * @example fail('transient', 'Too many requests', { retryAfterMs: 30_000 })
 */
export function fail(
  code: ErrorCode,
  message: string,
  more: Omit<ModuleError, 'code' | 'message'> = {},
): { readonly ok: false; readonly error: ModuleError } {
  return { ok: false, error: { code, message, ...more } }
}
