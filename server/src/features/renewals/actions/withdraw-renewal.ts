import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { record } from '../../history/record.ts'
import { wakeServices } from '../../services/wake.ts'
import { type RenewableSubject, renewableSubject } from '../facts.ts'
import { withdrawRenewals } from '../withdraw-renewals.ts'

/** Staff take an open renewal off its document. */
export const withdrawRenewal = defineAction({
  id: 'service.withdraw_renewal',
  on: renewableSubject,
  permission: 'services:renew',
  audiences: ['staff'],
  summary: 'Withdraw the open renewal of a service',
  input: z.strictObject({}),
  output: z.object({ renewalId: z.uuid() }),
  check({ openRenewal, isCharging }: RenewableSubject) {
    if (!openRenewal) return refused('no_open_renewal')
    if (isCharging) return refused('charge_in_flight')
    return allowed({ key: 'renewal.effect.withdrawn' })
  },
  async run(tx, { service, openRenewal }, _input, env: Env) {
    if (!openRenewal) throw new Error('no open renewal')
    await withdrawRenewals(tx, env, [service.id])
    await record(tx, env, [
      {
        subject: 'service',
        subjectId: service.id,
        customerId: service.customerId,
        kind: 'service.renewal_withdrawn',
        before: { cycle: openRenewal.cycle, price: openRenewal.price },
      },
    ])
    await wakeServices(tx, [service.id], env.now)
    return { renewalId: openRenewal.id }
  },
})
