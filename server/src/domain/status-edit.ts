import type { Instant } from './instant.ts'
import { isEnded, type ServiceStatus, type SuspensionCause } from './service-status.ts'

/** An edit of the status by hand: it calls no server and pauses the service's automation. */
export interface StatusEdit {
  readonly to: ServiceStatus
  /** To suspended: the cause. */
  readonly cause?: SuspensionCause
  /** From an ended status to active: the expiry to come, or null for life. */
  readonly expiresAt?: Instant | null
  /** Staff have read what the edit will not do. */
  readonly confirmed: boolean
}

/** What an edit of the status by hand looks at. */
export interface EditableStatus {
  readonly status: ServiceStatus
  readonly hasOpenOperation: boolean
  /** True for onetime and free services. */
  readonly forLife: boolean
}

/** Why an edit of the status by hand is refused. */
export type StatusEditRefusal =
  | 'unchanged'
  | 'operation_open'
  | 'cause_needed'
  | 'expiry_needed'
  | 'confirmation_needed'

/** Null when the status may be edited so, else why not. */
export function statusEditRefusal(
  service: EditableStatus,
  edit: StatusEdit,
  now: Instant,
): StatusEditRefusal | null {
  if (edit.to === service.status) return 'unchanged'
  if (service.hasOpenOperation) return 'operation_open'
  if (edit.to === 'suspended' && edit.cause === undefined) return 'cause_needed'
  if (isEnded(service.status) && edit.to === 'active' && !hasExpiry(service, edit, now))
    return 'expiry_needed'
  return edit.confirmed ? null : 'confirmation_needed'
}

/** Why a service may not be deleted. */
export type DeleteRefusal = 'not_ended' | 'removal_not_confirmed' | 'operation_open'

/**
 * Null when a service may be deleted: it has ended and the removal of its resource is confirmed,
 * or it is pending and never had one. Documents and the audit stay in any case.
 */
export function deleteRefusal(service: {
  readonly status: ServiceStatus
  readonly hasResource: boolean
  readonly removalConfirmed: boolean
  readonly hasOpenOperation: boolean
}): DeleteRefusal | null {
  if (service.hasOpenOperation) return 'operation_open'
  if (service.status === 'pending') return service.hasResource ? 'not_ended' : null
  if (!isEnded(service.status)) return 'not_ended'
  return service.removalConfirmed ? null : 'removal_not_confirmed'
}

function hasExpiry(service: EditableStatus, edit: StatusEdit, now: Instant): boolean {
  if (service.forLife) return true
  return typeof edit.expiresAt === 'number' && edit.expiresAt > now
}
