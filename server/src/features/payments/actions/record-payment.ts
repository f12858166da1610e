import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { payDocument } from '../../../domain/document-lifecycle.ts'
import { formatMoney } from '../../../domain/money.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { newId } from '../../../platform/ids.ts'
import {
  fromMoneyJson,
  instantJson,
  parseInstant,
  positiveMoneyJson,
} from '../../../platform/json.ts'
import { invalidField, Problem } from '../../../platform/problem.ts'
import { defineTexts, type Language } from '../../../platform/text.ts'
import { type DocumentSubject, documentSubject } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { recordPayment as recordReceived } from '../record-payment.ts'

const texts = defineTexts({
  'payment.record.paid': {
    en: 'The document is paid in full and takes effect.',
    fr: 'Le document est payé en totalité et produit ses effets.',
  },
  'payment.record.partial': {
    en: 'A partial payment: {remaining} stays due and nothing else happens.',
    fr: 'Paiement partiel : il reste {remaining} à payer et rien d’autre ne change.',
  },
  'payment.record.surplus': {
    en: '{surplus} becomes customer credit.',
    fr: '{surplus} passe en crédit client.',
  },
  'payment.record.unallocated': {
    en: 'The money fits nowhere here: it is recorded and waits for a decision.',
    fr: 'L’argent ne correspond pas à ce document : il est enregistré et attend une décision.',
  },
})

const input = z.strictObject({
  amount: positiveMoneyJson,
  method: z.enum(['bank_transfer', 'cash', 'cheque', 'card', 'other']).default('bank_transfer'),
  /** The bank's reference of the transfer; the same one is never recorded twice. */
  reference: z.string().trim().min(1).max(200).optional(),
  /** When the money came; this moment if absent. */
  receivedAt: instantJson.optional(),
  note: z.string().trim().max(500).default(''),
})
type Input = z.output<typeof input>

const output = z.object({
  paymentId: z.uuid(),
  outcome: z.enum(['partial', 'paid', 'already_paid', 'unallocated']),
})

/** Records money that came outside the gateways, partly or in full. */
export const recordDocumentPayment = defineAction<
  Context,
  DocumentSubject,
  Input,
  z.infer<typeof output>
>({
  id: 'document.record_payment',
  on: documentSubject,
  permission: 'payments:record',
  audiences: ['staff'],
  summary: 'Record a bank transfer or another payment',
  input,
  output,
  check(subject, wanted, { actor }) {
    if (subject.document.kind !== 'invoice') return refused('document_not_payable')
    if (!wanted || BigInt(wanted.amount.amount) === 0n) return allowed()
    return forecast(subject, wanted, actor.language)
  },
  async run(tx, { document }, wanted, env) {
    const { amount, currency } = fromMoneyJson(wanted.amount)
    if (amount === 0n) throw invalidField('/amount/amount', 'amount_not_positive')
    const receivedAt = wanted.receivedAt
      ? parseInstant(wanted.receivedAt, '/receivedAt')
      : undefined
    const outcome = await recordReceived(tx, env, {
      gateway: wanted.method,
      reference: wanted.reference ?? `manual-${newId()}`,
      documentId: document.id,
      customerId: document.customerId,
      amount,
      currency,
      receivedAt,
      note: wanted.note,
    })
    if (outcome.kind === 'duplicate') throw new Problem('payment_recorded_already')
    return { paymentId: outcome.paymentId, outcome: outcome.kind }
  },
})

function forecast({ document }: DocumentSubject, wanted: Input, language: Language): Verdict {
  const { currency } = document
  const due = { amount: amountDue(document), currency }
  const outcome = payDocument({ ...document, amountDue: due }, fromMoneyJson(wanted.amount))
  const shown = (amount: bigint) => formatMoney({ amount, currency }, language)
  switch (outcome.kind) {
    case 'partial':
      return allowed({
        key: texts['payment.record.partial'],
        params: { remaining: shown(outcome.remaining) },
      })
    case 'unallocated':
      return allowed({ key: texts['payment.record.unallocated'] })
    case 'paid':
    case 'already_paid': {
      const paid = outcome.kind === 'paid' ? [{ key: texts['payment.record.paid'] }] : []
      if (outcome.surplus === 0n) return allowed(...paid)
      const surplus = {
        key: texts['payment.record.surplus'],
        params: { surplus: shown(outcome.surplus) },
      }
      return allowed(...paid, surplus)
    }
  }
}
