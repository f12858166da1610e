import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { nextPeriodTotal } from '../../../domain/period-price.ts'
import { defineAction } from '../../../platform/action.ts'
import { changeService } from '../../services/change.ts'
import {
  judgeDiscount,
  lookAround,
  type OptionedSubject,
  openRenewalMeta,
  optionedSubject,
} from '../change-options.ts'

const input = z.strictObject({
  openRenewal: z.enum(['keep', 'remake']).optional().meta(openRenewalMeta),
})
type Input = z.output<typeof input>

/** Staff end the discount that a coupon gave a service; what was paid with it stays as it was. */
export const removeDiscount = defineAction({
  id: 'service.remove_discount',
  on: optionedSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'End the discount of a coupon on a service',
  input,
  output: z.object({ recurringTotal: z.string() }),
  look: (subject: OptionedSubject, _wish: Input, { ctx }: { ctx: Context }) =>
    lookAround(subject, ctx),
  check: (subject: OptionedSubject, wish: Input | null, { actor }) =>
    judgeDiscount(subject, wish, actor),
  async run(tx, { service }: OptionedSubject, { openRenewal }, env: Env) {
    const changed = await changeService(tx, env, service, {
      set: { discount: null },
      entry: { kind: 'service.discount_removed' },
    })
    const { hasOpenRenewal, renewalRemade } = env.ctx.settlements.services
    if (openRenewal === 'remake' && (await hasOpenRenewal(tx, service.id)))
      await renewalRemade(tx, env, service.id)
    return { recurringTotal: String(nextPeriodTotal(changed)) }
  },
})
