import { and, eq } from 'drizzle-orm'
import { nameOf } from '../../documents/document-name.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { findDocument } from '../../documents/queries.ts'
import { documents } from '../../documents/tables.ts'
import { payments } from '../../payments/tables.ts'
import { documentAndCustomer, dueFacts } from './document-facts.ts'
import { loadPayBy } from './pay-by.ts'
import { correspondent, type Desk, type Writer } from './writer.ts'

/** Less than what is due: thanks, and the rest. A document that is paid gets its receipt instead. */
const received: Writer = async (desk, { paymentId }) => {
  const payment = await findPayment(desk, paymentId)
  const found = payment && (await documentAndCustomer(desk, payment.documentId))
  if (!found || payment.allocated <= 0n || amountDue(found.subject.document) === 0n) return []
  const { subject, who } = found
  const payBy = await loadPayBy(desk, subject)
  const { amount: due, ...facts } = dueFacts(subject, who, payBy)
  return [
    {
      key: `payment_received:${payment.id}`,
      template: 'payment_received',
      to: who.to,
      facts: { ...facts, due, amount: who.words.money(payment.amount, payment.currency) },
    },
  ]
}

const refused: Writer = async (desk, { intentId, documentId }) => {
  const found = await documentAndCustomer(desk, documentId)
  if (!found || amountDue(found.subject.document) === 0n) return []
  const { subject, who } = found
  return [
    {
      key: `payment_refused:${intentId}`,
      template: 'payment_refused',
      to: who.to,
      facts: dueFacts(subject, who),
    },
  ]
}

/** Money that goes back without a credit note; with one, the note's mail says it. */
const refunded: Writer = async (desk, { refundId }) => {
  const refund = await findPayment(desk, refundId)
  const who = refund && (await correspondent(desk, refund.customerId))
  if (!refund || !who || (await hasCreditNote(desk, refund))) return []
  const subject = refund.documentId ? await findDocument(desk.tx, refund.documentId) : null
  return [
    {
      key: `refund:${refund.id}`,
      template: 'refund',
      to: who.to,
      facts: {
        amount: who.words.money(-refund.amount, refund.currency),
        reference: subject && nameOf(subject.document),
      },
    },
  ]
}

type Payment = typeof payments.$inferSelect

async function hasCreditNote({ tx }: Desk, { documentId, receivedAt }: Payment): Promise<boolean> {
  if (!documentId) return false
  const rows = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.correctsId, documentId), eq(documents.createdAt, receivedAt)))
  return rows.length > 0
}

async function findPayment({ tx }: Desk, id: unknown) {
  if (typeof id !== 'string') return null
  const [row] = await tx.select().from(payments).where(eq(payments.id, id))
  return row ?? null
}

export const paymentWriters: Record<string, Writer> = {
  'payment.received': received,
  'payment.refused': refused,
  'payment.refunded': refunded,
}
