import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { defineTexts, type Text } from '../../../platform/text.ts'
import { creditLines } from '../../documents/credit-lines.ts'
import { giveBack, makeCredit } from '../give-back.ts'
import { type PaymentSubject, paymentSubject, refundable } from '../payment-subject.ts'
import { type ShortenedService, shortenedServices } from '../shortened-services.ts'

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
  'payment.refund.shortened': {
    en: '{service}: paid until {until} then.',
    fr: '{service} : payé jusqu’au {until} ensuite.',
  },
  'payment.refund.overdue': {
    en: '{service}: paid until {until} then, which is past. It is overdue, and suspended if nobody pays.',
    fr: '{service} : payé jusqu’au {until} ensuite, une date passée. Il est en retard, et suspendu si personne ne paie.',
  },
  'payment.refund.keep': {
    en: 'The customer keeps what was paid for.',
    fr: 'Le client conserve ce qui a été payé.',
  },
})

const MOST_NAMED = 20

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

interface RefundSubject extends PaymentSubject {
  /** Services that lose what was paid for; read when it is to be taken back. */
  shortened?: readonly ShortenedService[]
}

/** What becomes of each service, for as many as can be read at a glance. */
function losses(shortened: readonly ShortenedService[], now: Instant): Text[] {
  return shortened.slice(0, MOST_NAMED).map(({ name, expiresAt: instant, zone }) => ({
    key: texts[instant <= now ? 'payment.refund.overdue' : 'payment.refund.shortened'],
    params: { service: name, until: { instant, zone } },
  }))
}

/**
 * Gives a payment back. A paid invoice is corrected by a credit note; of a document that is not
 * paid in full yet only the money goes back. What this payment does not cover becomes credit.
 */
export const refundPayment = defineAction<
  Context,
  RefundSubject,
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
  async look({ document }, { takeBack, lineIds }, { ctx }) {
    if (!takeBack || document?.paidAt == null) return {}
    return { shortened: await shortenedServices(ctx, document.id, lineIds ?? null) }
  },
  check(subject, wanted, { now }) {
    if (refundable(subject) <= 0n) return refused('payment_not_refundable')
    if (subject.document?.paidAt == null) {
      if (wanted?.lineIds) return refused('document_not_issued')
      return allowed({ key: texts['payment.refund.no_credit_note'] })
    }
    const fate = wanted?.takeBack ? texts['payment.refund.take_back'] : texts['payment.refund.keep']
    const note = { key: texts['payment.refund.credit_note'] }
    if (!wanted) return allowed(note)
    return allowed(note, { key: fate }, ...losses(subject.shortened ?? [], now))
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
