import { z } from 'zod'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../platform/json.ts'
import type { Payment } from './payment-subject.ts'

/** A payment, refund (negative) or chargeback (negative). */
export const paymentJson = z.object({
  id: z.uuid(),
  kind: z.enum(['payment', 'refund', 'chargeback']),
  gateway: z.string(),
  reference: z.string(),
  customerId: z.uuid().nullable(),
  documentId: z.uuid().nullable(),
  amount: moneyJson,
  /** What of it stands against the document. */
  allocated: moneyJson,
  state: z.enum(['allocated', 'unallocated', 'resolved']),
  /** Why it is unallocated. */
  problem: z.enum(['currency', 'void', 'not_payable', 'unknown_document']).nullable(),
  reversesId: z.uuid().nullable(),
  /** Refunds: whether the gateway has sent the money. */
  transfer: z.enum(['none', 'queued', 'sent', 'failed']),
  receivedAt: instantJson,
  recordedBy: z.object({ kind: z.string(), name: z.string() }),
  note: z.string(),
})

/** What a customer sees of a payment. */
export const ownPaymentJson = paymentJson.pick({
  id: true,
  kind: true,
  gateway: true,
  amount: true,
  allocated: true,
  state: true,
  receivedAt: true,
})

export function toPaymentJson(payment: Payment): z.infer<typeof paymentJson> {
  const { amount, allocated, currency, receivedAt, recordedBy } = payment
  return {
    id: payment.id,
    kind: payment.kind,
    gateway: payment.gateway,
    reference: payment.reference,
    customerId: payment.customerId,
    documentId: payment.documentId,
    amount: toMoneyJson({ amount, currency }),
    allocated: toMoneyJson({ amount: allocated, currency }),
    state: payment.state,
    problem: payment.problem,
    reversesId: payment.reversesId,
    transfer: payment.transfer,
    receivedAt: toInstantJson(receivedAt),
    recordedBy: { kind: recordedBy.kind, name: recordedBy.name },
    note: payment.note,
  }
}
