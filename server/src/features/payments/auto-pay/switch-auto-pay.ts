import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { AUTO_PAY_OFF } from '../../services/auto-pay-off.ts'
import { type ChangeEntry, changeService } from '../../services/change.ts'
import type { Service } from '../../services/subject.ts'
import { abandonQueued } from '../charges/abandon-charges.ts'
import type { AutoPayWish } from './check-auto-pay.ts'

/** What was wished, with the label of what that charges as things stand; null: credit alone. */
export type AutoPayOn = AutoPayWish & { method: string | null }

/**
 * Switches auto-pay on, or changes what it charges, on a locked service. Before the expiry the
 * attempts begin anew: what refused before may not be what is charged now.
 */
export async function switchOn(
  tx: Tx,
  env: Env,
  service: Service,
  { methodId, useCredit, method }: AutoPayOn,
): Promise<void> {
  const isBeforeExpiry = service.expiresAt === null || service.expiresAt > env.now
  const isSame = service.autoPay && service.autoPayMethodId === methodId
  const set = {
    autoPay: true,
    autoPayAt:
      service.autoPayAt !== null && (isSame || !isBeforeExpiry) ? service.autoPayAt : env.now,
    autoPayMethodId: methodId,
    autoPayCredit: useCredit,
  }
  const entry = { kind: 'service.auto_pay_on', after: { method } }
  await changeService(tx, env, service, { set, entry })
}

/** Switches auto-pay off on a locked service. A charge that waits is dropped; one under way goes on. */
export async function switchOff(
  tx: Tx,
  env: Env,
  service: Service,
  entry: ChangeEntry = { kind: 'service.auto_pay_off' },
): Promise<void> {
  if (!service.autoPay) return
  await abandonQueued(tx, env, [service.id])
  await changeService(tx, env, service, { set: AUTO_PAY_OFF, entry })
}

/** The same by anybody but the customer, who is told why. */
export async function closeMandate(
  tx: Tx,
  env: Env,
  service: Service,
  because: MandateClosed,
): Promise<void> {
  if (!service.autoPay) return
  await switchOff(tx, env, service, { kind: 'service.auto_pay_stopped', after: { because } })
  const { id: serviceId, customerId } = service
  emit(tx, 'auto_pay.closed', [{ serviceId, customerId, because, at: env.now }])
}

/** Why auto-pay was switched off without the customer: by the program, or with the method by staff. */
export type MandateClosed =
  | 'attempts_used_up'
  | 'method_refused'
  | 'method_closed'
  | 'charged_back'
  | 'removed_by_staff'
