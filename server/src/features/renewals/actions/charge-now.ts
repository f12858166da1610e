import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { Problem } from '../../../platform/problem.ts'
import { queueCharge } from '../../payments/charges/queue-charge.ts'
import { readChargeFacts } from '../../payments/charges/read-charge-facts.ts'
import { type RenewableSubject, renewableSubject } from '../facts.ts'

/** Staff do not wait for the day of the next attempt. It counts as one. */
export const chargeNow = defineAction({
  id: 'service.charge_now',
  on: renewableSubject,
  permission: 'payments:record',
  audiences: ['staff'],
  summary: 'Charge the open renewal of a service that pays by itself, now',
  input: z.strictObject({}),
  output: z.object({ chargeId: z.uuid() }),
  check({ service, openRenewal, isCharging }: RenewableSubject) {
    if (!service.autoPay) return refused('auto_pay_is_off')
    if (!openRenewal?.documentId) return refused('no_open_renewal')
    return isCharging ? refused('charge_in_flight') : allowed({ key: 'service.effect.charge_now' })
  },
  async run(tx, { service, openRenewal, policy }, _input, env: Env) {
    if (!openRenewal?.documentId) throw new Error('no open renewal')
    const { id: renewalId, documentId } = openRenewal
    const facts = await readChargeFacts(tx, [{ id: service.id, documentId }])
    const attempt = (facts.get(service.id)?.charge?.failedAttempts ?? 0) + 1
    const attempts = Math.max(policy.values.autopayAttempts, attempt)
    const wanted = { renewalId, documentId, service, attempt, attempts }
    const chargeId = await queueCharge(tx, env, wanted)
    if (!chargeId) throw new Problem('charge_in_flight')
    return { chargeId }
  },
})
