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
