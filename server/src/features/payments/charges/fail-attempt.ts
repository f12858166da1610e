import type { Env } from '../../../context.ts'
import { addDays } from '../../../domain/calendar.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { markCharging } from '../../documents/mark-charging.ts'
import { record } from '../../history/record.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { closeMandate } from '../auto-pay/switch-auto-pay.ts'
import { type Charge, changeCharge, servicesOn, wakeServicesOn } from './charge-row.ts'

export interface FailedAttempt {
  /** Locked, as are its document and the services on it. */
  charge: Charge
  state: 'refused' | 'needs_customer'
  code: string
  /** The gateway's own words, for staff. */
  message: string
  /** The method can never be charged again. */
  final: boolean
}

/**
 * An attempt came to nothing. The customer is told, with the way to pay; the next one is tomorrow.
 * After the last one, or when the method is gone for good, auto-pay is over.
 */
export async function failAttempt(
  tx: Tx,
  env: Env,
  { charge, state, code, message, final }: FailedAttempt,
): Promise<void> {
  const over = { dueAt: null, leaseUntil: null, settledAt: env.now }
  await changeCharge(tx, charge.id, { state, code, message, ...over })
  await markCharging(tx, charge.documentId, null)
  const { id: chargeId, serviceId, documentId, customerId, attempt, attempts, amount } = charge
  const facts = { chargeId, attempt, attempts, amount, currency: charge.currency, code }
  const entry = { customerId, kind: `charge.${state}`, after: facts, note: message }
  await record(tx, env, [
    { subject: 'service', subjectId: serviceId, ...entry },
    { subject: 'document', subjectId: documentId, ...entry },
  ])
  const isLast = attempt >= attempts
  const { timeZone: zone } = await readSettings(tx, businessSettings)
  const paid = await servicesOn(tx, documentId)
  // A bank debit may come back when its service has ended, or is paid by hand since.
  const goesOn = paid.some(({ id, autoPay }) => id === serviceId && autoPay)
  const nextAt = isLast || final || !goesOn ? null : addDays(env.now, 1, zone)
  emit(tx, `charge.${state}`, [{ chargeId, nextAt }])
  // Other services may be paid with it: they are locked in a transaction of its own.
  if (final && charge.methodId) emit(tx, 'charge.method_refused', [{ methodId: charge.methodId }])
  if (isLast) {
    for (const service of paid) await closeMandate(tx, env, service, 'attempts_used_up')
  }
  await wakeServicesOn(tx, env, documentId)
}
