import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { renewals } from '../renewals/tables.ts'
import type { Service } from '../services/subject.ts'

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
  | 'autoPay'
  | 'autoPayAt'
  | 'autoPayMethodId'
  | 'autoPayCredit'
  | 'plannedPrice'
  | 'cancellationRequestedAt'
  | 'cancellationReasonId'
  | 'cancellationDetails'
  | 'cancellationBy'
> & { openRenewalId: string | null }

/** The values of a locked service, as it was loaded. */
export async function readBefore(tx: Tx, service: Service): Promise<BeforeValues> {
  const [open] = await tx
    .select({ id: renewals.id })
    .from(renewals)
    .where(and(eq(renewals.serviceId, service.id), eq(renewals.state, 'open')))
  return {
    status: service.status,
    suspensions: service.suspensions,
    holdUntil: service.holdUntil,
    heldForever: service.heldForever,
    holdReason: service.holdReason,
    expiresAt: service.expiresAt,
    anchorDay: service.anchorDay,
    graceUntil: service.graceUntil,
    policy: service.policy,
    automationPaused: service.automationPaused,
    autoPay: service.autoPay,
    autoPayAt: service.autoPayAt,
    autoPayMethodId: service.autoPayMethodId,
    autoPayCredit: service.autoPayCredit,
    plannedPrice: service.plannedPrice,
    cancellationRequestedAt: service.cancellationRequestedAt,
    cancellationReasonId: service.cancellationReasonId,
    cancellationDetails: service.cancellationDetails,
    cancellationBy: service.cancellationBy,
    openRenewalId: open?.id ?? null,
  }
}
