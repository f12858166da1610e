import { addDays } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { DocumentSubject } from '../../documents/document-subject.ts'
import { type AutomatedSubject, loadAutomated } from '../../services/automated-subject.ts'
import type { Desk } from './writer.ts'

/**
 * By when a document that is told at a moment is to be paid: its due date, or before a service that
 * it renews is suspended, where that comes first.
 */
export function payBy(
  { document, lines }: DocumentSubject,
  services: ReadonlyMap<string, AutomatedSubject>,
  now: Instant,
): Instant {
  const told = document.mailedAt ?? now
  const renewed = lines.flatMap(({ renewalId, serviceId }) => (renewalId && serviceId) || [])
  const suspensions = renewed.flatMap((id) => {
    const subject = services.get(id)
    return (subject && suspendedFrom(subject, told)) ?? []
  })
  return Math.min(document.dueAt, ...suspensions)
}

/** The earliest suspension for want of this payment; null where there is none. */
function suspendedFrom(
  { service, customer, policy, metadata, zone }: AutomatedSubject,
  told: Instant,
): Instant | null {
  const { status, expiresAt, autoPay, automationPaused, graceUntil } = service
  if (status !== 'active' || expiresAt === null || autoPay || automationPaused) return null
  if (service.heldForever || customer.heldForever || metadata.disable_auto_suspend) return null
  const { suspendAfterDays, minNoticeDays } = policy.values
  return Math.max(
    addDays(expiresAt, suspendAfterDays, zone),
    addDays(told, minNoticeDays, zone),
    ...[graceUntil, service.holdUntil, customer.holdUntil].map((at) => at ?? 0),
  )
}

/** The same for one document, with the services that it renews. */
export async function loadPayBy({ tx, now }: Desk, subject: DocumentSubject): Promise<Instant> {
  const renewed = subject.lines.flatMap(
    ({ renewalId, serviceId }) => (renewalId && serviceId) || [],
  )
  return payBy(subject, await loadAutomated(tx, [...new Set(renewed)]), now)
}
