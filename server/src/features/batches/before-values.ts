import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { renewals } from '../renewals/tables.ts'
import type { Service } from '../services/subject.ts'
import { services } from '../services/tables.ts'

/** What an undo puts back, as it stood before an action. Instants are epoch milliseconds. */
export type BeforeValues = Pick<
  Service,
  | 'status'
  | 'suspensions'
  | 'holdUntil'
  | 'heldForever'
  | 'holdReason'
  | 'expiresAt'
  | 'anchorDay'
  | 'graceUntil'
  | 'policy'
  | 'automationPaused'
  | 'cancellationRequestedAt'
  | 'cancellationReasonId'
  | 'cancellationDetails'
  | 'cancellationBy'
> & { openRenewalId: string | null }

/** The values of a locked service; null when it does not exist. */
export async function readBefore(
  tx: Tx,
  serviceId: string,
): Promise<{ version: number; before: BeforeValues } | null> {
  const [row] = await tx
    .select({
      version: services.version,
      status: services.status,
      suspensions: services.suspensions,
      holdUntil: services.holdUntil,
      heldForever: services.heldForever,
      holdReason: services.holdReason,
      expiresAt: services.expiresAt,
      anchorDay: services.anchorDay,
      graceUntil: services.graceUntil,
      policy: services.policy,
      automationPaused: services.automationPaused,
      cancellationRequestedAt: services.cancellationRequestedAt,
      cancellationReasonId: services.cancellationReasonId,
      cancellationDetails: services.cancellationDetails,
      cancellationBy: services.cancellationBy,
      openRenewalId: renewals.id,
    })
    .from(services)
    .leftJoin(renewals, and(eq(renewals.serviceId, services.id), eq(renewals.state, 'open')))
    .where(eq(services.id, serviceId))
  if (!row) return null
  const { version, ...before } = row
  return { version, before }
}
