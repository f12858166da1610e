import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { defineTexts } from '../../../platform/text.ts'
import { creditLines } from '../../documents/credit-lines.ts'
import { giveBack, makeCredit } from '../give-back.ts'
import { type PaymentSubject, paymentSubject, refundable } from '../payment-subject.ts'

const texts = defineTexts({
  'payment.refund.credit_note': {
    en: 'A credit note corrects the invoice.',
    fr: 'Un avoir corrige la facture.',
  },
  'payment.refund.no_credit_note': {
    en: 'The document stays open and is due again; it needs no credit note.',
    fr: 'Le document reste ouvert et à payer ; aucun avoir n’est nécessaire.',
  },
  'payment.refund.take_back': {
    en: 'What was paid for is taken back.',
    fr: 'Ce qui a été payé est repris.',
  },
  'payment.refund.keep': {
    en: 'The customer keeps what was paid for.',
    fr: 'Le client conserve ce qui a été payé.',
  },
})

const input = z.strictObject({
  /** Lines to credit; absent: all of the invoice that is not credited yet. */
  lineIds: z.array(z.uuid()).min(1).max(500).optional(),
  takeBack: z.boolean().meta({ title: 'Take the period back' }),
  reason: z.string().trim().min(1).max(500),
  /** Back to where it came from, or onto the customer's credit. */
  to: z.enum(['source', 'credit']).default('source'),
})

const output = z.object({
  creditNoteId: z.uuid().nullable(),
  refundId: z.uuid().nullable(),
})

/**
 * Gives a payment back. A paid invoice is corrected by a credit note; of a document that is not
 * paid in full yet only the money goes back. What this payment does not cover becomes credit.
 */
export const refundPayment = defineAction<
  Context,
  PaymentSubject,
  z.output<typeof input>,
  z.infer<typeof output>
>({
  id: 'payment.refund',
  on: paymentSubject,
  permission: 'payments:refund',
  audiences: ['staff'],
  summary: 'Refund a payment, with a credit note for what it paid',
  input,
  output,
  check(subject, wanted) {
    if (refundable(subject) <= 0n) return refused('payment_not_refundable')
    if (subject.document?.paidAt == null) {
      if (wanted?.lineIds) return refused('document_not_issued')
      return allowed({ key: texts['payment.refund.no_credit_note'] })
    }
    const fate = wanted?.takeBack ? texts['payment.refund.take_back'] : texts['payment.refund.keep']
    const note = { key: texts['payment.refund.credit_note'] }
    return wanted ? allowed(note, { key: fate }) : allowed(note)
  },
  async run(tx, subject, { lineIds, takeBack, reason, to }, env) {
    const { payment, document } = subject
    const most = refundable(subject)
    if (!document || document.paidAt === null) {
      const movement = { payment, amount: most, note: reason }
      if (document && to === 'credit') {
        await makeCredit(tx, env, document, movement)
        return { creditNoteId: null, refundId: null }
      }
      return { creditNoteId: null, refundId: await giveBack(tx, env, movement) }
    }
    let refundId: string | null = null
    const claim = async (excess: bigint) => {
      const amount = excess < most ? excess : most
      refundId = await giveBack(tx, env, { payment, amount, note: reason })
      return amount
    }
    const { creditNoteId } = await creditLines(tx, env, {
      documentId: document.id,
      lineIds: lineIds ?? null,
      reason,
      takeBack,
      claim: to === 'source' ? claim : undefined,
    })
    return { creditNoteId, refundId }
  },
})
