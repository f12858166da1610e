import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { cancelOrder } from '../cancel-order.ts'
import { type OrderSubject, orderSubject } from '../order-subject.ts'

const input = z.strictObject({ note: z.string().max(1000).default('') })
const output = z.object({ id: z.uuid(), state: z.literal('cancelled') })

/** Staff give an unpaid order up. */
export const cancelOrderAction = defineAction<
  Context,
  OrderSubject,
  z.output<typeof input>,
  z.output<typeof output>
>({
  id: 'order.cancel',
  on: orderSubject,
  permission: 'orders:cancel',
  audiences: ['staff'],
  summary: 'Cancel an unpaid order with its document and pending services',
  input,
  output,
  check: checkCancel,
  async run(tx, subject, { note }, env) {
    await cancelOrder(tx, env, subject, { reason: 'staff', note })
    return { id: subject.order.id, state: 'cancelled' }
  },
})

function checkCancel({ order, document, services }: OrderSubject): Verdict {
  if (order.state === 'cancelled') return refused('order_cancelled')
  if (order.state === 'paid' || document?.paidAt) return refused('order_paid')
  if (services.some((service) => service.deliveredAt !== null)) return refused('order_delivered')
  const count = services.filter((service) => service.status === 'pending').length
  return allowed(
    { key: 'order.effect.document_withdrawn' },
    { key: 'order.effect.services_cancelled', params: { count } },
  )
}
