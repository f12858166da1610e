import type { Instant } from './instant.ts'
import { isEnded, type ServiceStatus, type StaffCause } from './service-status.ts'

/** An edit of the status by hand: it calls no server and pauses the service's automation. */
export interface StatusEdit {
  readonly to: ServiceStatus
  /** To suspended: the cause. */
  readonly cause?: StaffCause
  /** The expiry to come; needed where the service would run without one that lies ahead. */
  readonly expiresAt?: Instant
  /** Staff have read what the edit will not do. */
  readonly confirmed: boolean
}

/** What an edit of the status by hand looks at. */
export interface EditableStatus {
  readonly status: ServiceStatus
  readonly hasOpenOperation: boolean
  /** True for onetime and free services. */
  readonly forLife: boolean
  readonly expiresAt: Instant | null
}

/** Why an edit of the status by hand is refused. */
export type StatusEditRefusal =
  | 'unchanged'
  | 'operation_open'
  | 'cause_needed'
  | 'expiry_needed'
  | 'expiry_useless'
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
  if (edit.expiresAt !== undefined && (service.forLife || isEnded(edit.to))) return 'expiry_useless'
  const given = edit.expiresAt !== undefined && edit.expiresAt > now
  if (needsExpiry(service, edit.to) && !given) return 'expiry_needed'
  return edit.confirmed ? null : 'confirmation_needed'
}

/**
 * From an ended status to active an expiry is asked for; likewise where a service with a term would
 * run, or stand suspended, without any.
 */
export function needsExpiry(
  { status, forLife, expiresAt }: Omit<EditableStatus, 'hasOpenOperation'>,
  to: ServiceStatus,
): boolean {
  if (forLife || (to !== 'active' && to !== 'suspended')) return false
  return expiresAt === null || (isEnded(status) && to === 'active')
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
