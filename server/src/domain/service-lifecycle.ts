import { type Cycle, isRecurring } from './cycle.ts'
import type { Instant } from './instant.ts'
import type { KnownMetadata } from './metadata.ts'
import type { OperationKind, OperationState } from './operation-lifecycle.ts'
import {
  type AutomationCause,
  isEnded,
  isStaffCause,
  type ServiceStatus,
  type SuspensionCause,
} from './service-status.ts'

export * from './service-status.ts'

/** Who asks for a move. */
export type MoveActor = 'customer' | 'staff' | 'automation'

/** One row of the table of moves. */
export interface Move {
  readonly from: readonly ServiceStatus[]
  /** The status after the confirmed outcome; `former` is what it was before. */
  readonly to: ServiceStatus | 'former'
  readonly by: readonly MoveActor[]
  readonly operation: OperationKind
}

/**
 * Every move of a service. A move is requested, carried out by an operation, and its confirmed
 * outcome changes the status. (`adopt` makes the service; staff delete is not a move.)
 */
export const MOVES = {
  deliver: { from: ['pending'], to: 'active', by: ['staff', 'automation'], operation: 'create' },
  suspend: { from: ['active'], to: 'suspended', by: ['staff', 'automation'], operation: 'suspend' },
  unsuspend: {
    from: ['suspended'],
    to: 'active',
    by: ['staff', 'automation'],
    operation: 'unsuspend',
  },
  expire: { from: ['suspended'], to: 'expired', by: ['automation'], operation: 'terminate' },
  terminate: {
    from: ['pending', 'active', 'suspended'],
    to: 'terminated',
    by: ['staff'],
    operation: 'terminate',
  },
  cancel: {
    from: ['pending', 'active', 'suspended'],
    to: 'cancelled',
    by: ['customer', 'staff', 'automation'],
    operation: 'terminate',
  },
  redeliver: {
    from: ['active', 'suspended', 'expired', 'terminated', 'cancelled'],
    to: 'former',
    by: ['staff'],
    operation: 'redeliver',
  },
} as const satisfies Record<string, Move>

/** The name of a move. */
export type MoveName = keyof typeof MOVES

/** An imported resource starts a service in what was observed on the server. */
export const ADOPT = { to: ['active', 'suspended'], by: ['staff'], operation: 'adopt' } as const

/**
 * What an imported service starts in: what is true on the server. One that is suspended there was
 * suspended by people, for a reason that Berth does not know.
 */
export function adoptedAs(suspendedThere: boolean): {
  readonly status: (typeof ADOPT.to)[number]
  readonly cause: SuspensionCause | null
} {
  return suspendedThere
    ? { status: 'suspended', cause: 'other' }
    : { status: 'active', cause: null }
}

/** What the guards of a move look at. */
export interface MoveSubject {
  readonly status: ServiceStatus
  readonly cycle: Cycle
  readonly expiresAt: Instant | null
  readonly causes: readonly SuspensionCause[]
  readonly cancellationScheduled: boolean
  readonly customerKind: 'consumer' | 'business'
  /** When the present suspension was confirmed; null while there is none. */
  readonly suspendedAt: Instant | null
  /** `E + suspendAfterDays ≤ now`. */
  readonly overdue: boolean
  readonly metadata: KnownMetadata
  /** The open operations of the service, at most two. */
  readonly operations: readonly { readonly kind: OperationKind; readonly state: OperationState }[]
}

/** What is asked besides the move itself; what does not belong to the move is not looked at. */
export interface MoveRequest {
  readonly actor: MoveActor
  readonly now: Instant
  /** suspend: the cause to add. */
  readonly cause?: SuspensionCause
  /** unsuspend: the causes to clear; without it, all that the actor may clear. */
  readonly clears?: readonly SuspensionCause[]
  /** unsuspend of an overdue service: the end of the hold to write. */
  readonly holdUntil?: Instant
  /** cancel: at once, or at the end of the period. */
  readonly when?: 'now' | 'end_of_period'
  /** terminate and redeliver: staff typed the confirmation. */
  readonly confirmed?: boolean
  /** redeliver of an ended service: its new expiry. */
  readonly expiresAt?: Instant
}

/** Why a move is refused. */
export type MoveRefusal =
  | { readonly code: 'not_permitted' }
  | { readonly code: 'wrong_status'; readonly status: ServiceStatus }
  | { readonly code: 'already_requested' }
  | { readonly code: 'being_imported' }
  | { readonly code: 'cause_not_permitted' }
  | { readonly code: 'causes_remain'; readonly causes: readonly SuspensionCause[] }
  | { readonly code: 'hold_needed' }
  | { readonly code: 'suspension_not_confirmed' }
  | { readonly code: 'no_cause' }
  | { readonly code: 'staff_cause'; readonly causes: readonly SuspensionCause[] }
  | { readonly code: 'disabled'; readonly by: keyof KnownMetadata }
  | { readonly code: 'only_now' }
  | { readonly code: 'already_scheduled' }
  | { readonly code: 'confirmation_needed' }
  | { readonly code: 'expiry_needed' }

/** The answer of the guards. A `null` operation means that nothing is asked of a server. */
export type MoveCheck =
  | {
      readonly allowed: true
      /** The status once the outcome is confirmed. */
      readonly to: ServiceStatus
      readonly operation: OperationKind | null
    }
  | { readonly allowed: false; readonly refusal: MoveRefusal }

type Guard = (subject: MoveSubject, request: MoveRequest) => MoveRefusal | null

/** What each move asks for beyond the table. */
const GUARDS: Readonly<Record<MoveName, Guard>> = {
  deliver: () => null,
  suspend: guardSuspend,
  unsuspend: guardUnsuspend,
  expire: guardExpire,
  terminate: (_, request) => (request.confirmed ? null : { code: 'confirmation_needed' }),
  cancel: guardCancel,
  redeliver: guardRedeliver,
}

/**
 * Whether a move may be requested now, and what it leads to. First the table (who, from where),
 * then that the same operation is not under way, then the move's own guard. Pure: menu entry,
 * tooltip, dry run and refusal are this one answer.
 */
export function checkMove(name: MoveName, subject: MoveSubject, request: MoveRequest): MoveCheck {
  const move: Move = MOVES[name]
  const refusal = tableRefusal(move, subject, request) ?? GUARDS[name](subject, request)
  if (refusal) return { allowed: false, refusal }
  if (name === 'cancel' && isForLater(subject, request))
    return { allowed: true, to: subject.status, operation: null }
  if (move.to !== 'former') return { allowed: true, to: move.to, operation: move.operation }
  const to = isEnded(subject.status) ? 'active' : subject.status
  return { allowed: true, to, operation: move.operation }
}

function tableRefusal(move: Move, subject: MoveSubject, request: MoveRequest): MoveRefusal | null {
  if (!move.by.includes(request.actor)) return { code: 'not_permitted' }
  if (!move.from.includes(subject.status)) return { code: 'wrong_status', status: subject.status }
  if (isBeingImported(subject)) return { code: 'being_imported' }
  const underWay = subject.operations.some(
    ({ kind, state }) => kind === move.operation && state !== 'failed',
  )
  return underWay ? { code: 'already_requested' } : null
}

/** An import is finished or undone before anything else is asked of what is not ours yet. */
function isBeingImported({ status, operations }: MoveSubject): boolean {
  return status === 'pending' && operations.some(({ kind }) => kind === ADOPT.operation)
}

/** Staff suspend for staff causes, the automation for its own. */
function guardSuspend(_: MoveSubject, request: MoveRequest): MoveRefusal | null {
  const { cause } = request
  const permitted = cause !== undefined && isStaffCause(cause) === (request.actor === 'staff')
  return permitted ? null : { code: 'cause_not_permitted' }
}

/** Runs again only when the set is empty; one that is still overdue needs a hold. */
function guardUnsuspend(subject: MoveSubject, request: MoveRequest): MoveRefusal | null {
  const byStaff = request.actor === 'staff'
  const clears = request.clears ?? subject.causes.filter((cause) => byStaff || !isStaffCause(cause))
  if (!byStaff && clears.some(isStaffCause)) return { code: 'cause_not_permitted' }
  const causes = subject.causes.filter((cause) => !clears.includes(cause))
  if (causes.length > 0) return { code: 'causes_remain', causes }
  const held = request.holdUntil !== undefined && request.holdUntil > request.now
  return byStaff && subject.overdue && !held ? { code: 'hold_needed' } : null
}

/** Only after a confirmed suspension, never with a staff cause, never where it is switched off. */
function guardExpire(subject: MoveSubject): MoveRefusal | null {
  const staff = subject.causes.filter(isStaffCause)
  if (staff.length > 0) return { code: 'staff_cause', causes: staff }
  if (subject.metadata.disable_auto_suspend) return { code: 'disabled', by: 'disable_auto_suspend' }
  if (subject.metadata.disable_auto_terminate)
    return { code: 'disabled', by: 'disable_auto_terminate' }
  if (subject.suspendedAt === null) return { code: 'suspension_not_confirmed' }
  return subject.causes.length > 0 ? null : { code: 'no_cause' }
}

/**
 * Onetime and free services only know `now`. A customer cannot cancel now under a staff cause;
 * `disable_cancel` stops the customer, but never a consumer's end of the period.
 */
function guardCancel(subject: MoveSubject, request: MoveRequest): MoveRefusal | null {
  const { actor, when = 'now' } = request
  if (when === 'end_of_period') {
    if (!isRecurring(subject.cycle) || subject.expiresAt === null) return { code: 'only_now' }
    if (subject.cancellationScheduled && actor !== 'automation')
      return { code: 'already_scheduled' }
  }
  const staff = subject.causes.filter(isStaffCause)
  if (staff.length > 0 && actor !== 'staff' && !isForLater(subject, request))
    return { code: 'staff_cause', causes: staff }
  const byLaw = when === 'end_of_period' && subject.customerKind === 'consumer'
  if (actor === 'customer' && subject.metadata.disable_cancel && !byLaw)
    return { code: 'disabled', by: 'disable_cancel' }
  return null
}

/** An ended service comes back only with an expiry in the future (or for life, if it was so). */
function guardRedeliver(subject: MoveSubject, request: MoveRequest): MoveRefusal | null {
  if (!request.confirmed) return { code: 'confirmation_needed' }
  if (!isEnded(subject.status) || !isRecurring(subject.cycle)) return null
  const given = request.expiresAt !== undefined && request.expiresAt > request.now
  return given ? null : { code: 'expiry_needed' }
}

/** The end of the period is later, unless the period has ended already: past E means now. */
function isForLater(subject: MoveSubject, request: MoveRequest): boolean {
  if (request.when !== 'end_of_period' || subject.expiresAt === null) return false
  return subject.expiresAt > request.now
}

/** The causes that a paid, extended or held service loses: the automation's, never staff's. */
export function clearedByPayment(causes: readonly SuspensionCause[]): AutomationCause[] {
  return causes.filter((cause): cause is AutomationCause => !isStaffCause(cause))
}
