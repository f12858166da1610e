import type { OperationKind } from './operation-lifecycle.ts'

/** Every status of a service; it says what is true on the server, not what is wished. */
export const STATUSES = [
  'pending',
  'active',
  'suspended',
  'expired',
  'terminated',
  'cancelled',
] as const

/** The status of a service. */
export type ServiceStatus = (typeof STATUSES)[number]

/** The final statuses; only redeliver and the edit by hand lead out of them. */
export const ENDED_STATUSES = ['expired', 'terminated', 'cancelled'] as const

/** True when a service has come to its end. */
export function isEnded(status: ServiceStatus): boolean {
  return (ENDED_STATUSES as readonly ServiceStatus[]).includes(status)
}

/** Causes that the automation writes and clears: money, and a term that may not be renewed. */
export const AUTOMATION_CAUSES = ['overdue', 'term_ended'] as const
/** Causes that only staff write and clear; no payment removes one. */
export const STAFF_CAUSES = ['abuse', 'request', 'dispute', 'other'] as const
/** Every suspension cause. A service carries a set of them and runs only when it is empty. */
export const SUSPENSION_CAUSES = [...AUTOMATION_CAUSES, ...STAFF_CAUSES] as const

/** A cause that the automation looks after. */
export type AutomationCause = (typeof AUTOMATION_CAUSES)[number]
/** A cause that only staff look after. */
export type StaffCause = (typeof STAFF_CAUSES)[number]
/** Why a service is suspended; a code, so that it means the same in every language. */
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number]

/** True for a cause that only staff may clear. */
export function isStaffCause(cause: SuspensionCause): cause is StaffCause {
  return (STAFF_CAUSES as readonly SuspensionCause[]).includes(cause)
}

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
