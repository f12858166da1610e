import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { newId } from '../../../platform/ids.ts'
import { Problem } from '../../../platform/problem.ts'
import { notReturned, type PaymentSubject, paymentSubject } from '../payment-subject.ts'
import { recordChargeback } from '../record-chargeback.ts'

const input = z.strictObject({
  /** The bank's reference of the chargeback. */
  reference: z.string().trim().min(1).max(200).optional(),
})

const output = z.object({ chargebackId: z.uuid() })

/** Records that the bank took a payment back. The document is due again; nothing ends. */
export const chargeBackPayment = defineAction<
  Context,
  PaymentSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'payment.charge_back',
  on: paymentSubject,
  permission: 'payments:record',
  audiences: ['staff'],
  summary: 'Record a chargeback of a payment',
  input,
  output,
  check(subject) {
    if (notReturned(subject) <= 0n) return refused('payment_not_refundable')
    const services = subject.paidAutomatically.join(', ')
    if (services === '') return allowed()
    return allowed({ key: 'payment.effect.auto_pay_off', params: { services } })
  },
  async run(tx, subject, { reference }, env) {
    const { payment } = subject
    const amount = notReturned(subject)
    const outcome = await recordChargeback(tx, env, {
      gateway: payment.gateway,
      reference: reference ?? `chargeback-${newId()}`,
      paymentReference: payment.reference,
      amount: { amount, currency: payment.currency },
    })
    if (outcome.kind !== 'recorded') throw new Problem('payment_recorded_already')
    return { chargebackId: outcome.paymentId }
  },
})
