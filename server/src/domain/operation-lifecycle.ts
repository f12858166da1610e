import { HOUR, type Instant, MINUTE } from './instant.ts'

/** What an operation intends to do to a resource. */
export const OPERATION_KINDS = [
  'create',
  'adopt',
  'suspend',
  'unsuspend',
  'terminate',
  'redeliver',
  'change_plan',
  'rename',
  'reinstall',
  'reset_password',
  'power',
  'change_owner',
] as const

/** The kind of an operation. */
export type OperationKind = (typeof OPERATION_KINDS)[number]

/** Every state of an operation. */
export const OPERATION_STATES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'unknown',
  'abandoned',
  'superseded',
] as const

/** The state of an operation: what is known about it, never what is hoped. */
export type OperationState = (typeof OPERATION_STATES)[number]

/**
 * The legal transitions. `unknown` goes back to `running` to ask again, or is settled by staff
 * with a note; `failed` goes back to `queued` for a retry.
 */
export const OPERATION_TRANSITIONS = {
  queued: ['running', 'abandoned', 'superseded'],
  running: ['succeeded', 'failed', 'unknown'],
  unknown: ['running', 'succeeded', 'failed', 'abandoned'],
  failed: ['queued', 'abandoned', 'superseded'],
  succeeded: [],
  abandoned: [],
  superseded: [],
} as const satisfies Record<OperationState, readonly OperationState[]>

/** True when an operation may go from one state to the other. */
export function canTransition(from: OperationState, to: OperationState): boolean {
  return (OPERATION_TRANSITIONS[from] as readonly OperationState[]).includes(to)
}

/** States in which an operation is on the server now: at most one per service. */
export const ON_SERVER_STATES = ['running', 'unknown'] as const satisfies OperationState[]

/** States in which an operation is the next intent of its service: at most one per service. */
export const WAITING_STATES = ['queued', 'failed'] as const satisfies OperationState[]

/** True while an operation still means something: on the server, or the next intent. */
export function isOpenOperation(state: OperationState): boolean {
  return OPERATION_TRANSITIONS[state].length > 0
}

/** Why a module could not do what it was asked, as the module types it. */
export const OPERATION_ERROR_CODES = [
  'transient',
  'capacity',
  'auth',
  'config',
  'not_found',
  'conflict',
  'unsupported',
  'rejected',
] as const

/** The code of a module's error. */
export type OperationErrorCode = (typeof OPERATION_ERROR_CODES)[number]

/** What follows a failed attempt. */
export type AfterFailure =
  | { readonly kind: 'retry'; readonly at: Instant }
  | {
      readonly kind: 'staff'
      /** True for `capacity`: another server of the group is tried first, where that is allowed. */
      readonly otherServerFirst: boolean
      /** True for `auth` and `config`: the server is unhealthy and its queue is paused. */
      readonly serverUnhealthy: boolean
    }

/** Waits after the first failed attempts of a transient error, in milliseconds. */
export const RETRY_LADDER_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE] as const

/** How long after its first failure an operation is still retried by itself, in milliseconds. */
export const RETRY_FOR_MS = 24 * HOUR

/**
 * What follows a failure. A transient error is tried again after 1, 5, 15 and 60 minutes, then
 * hourly until a day has passed since the first failure, then it waits for staff. Every other
 * code waits for staff at once: trying again would fail again.
 *
 * `attempts` counts the failed attempts so far, this one included (so it is at least 1).
 */
export function afterFailure(
  code: OperationErrorCode,
  attempts: number,
  firstFailedAt: Instant,
  now: Instant,
): AfterFailure {
  if (code === 'transient') {
    const at = now + (RETRY_LADDER_MS[attempts - 1] ?? HOUR)
    if (at - firstFailedAt <= RETRY_FOR_MS) return { kind: 'retry', at }
  }
  return {
    kind: 'staff',
    otherServerFirst: code === 'capacity',
    serverUnhealthy: code === 'auth' || code === 'config',
  }
}
