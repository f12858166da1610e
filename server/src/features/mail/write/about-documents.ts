import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Instant } from '../../../domain/instant.ts'
import { creditEntries } from '../../credits/tables.ts'
import { nameOf } from '../../documents/document-name.ts'
import type { DocumentSubject } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { findDocument } from '../../documents/queries.ts'
import { orders } from '../../orders/tables.ts'
import { payments } from '../../payments/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { services } from '../../services/tables.ts'
import { collectDocument } from '../digest/collect.ts'
import {
  documentAndCustomer,
  dueFacts,
  lineFacts,
  serviceIdsOf,
  transferFacts,
} from './document-facts.ts'
import type { Draft } from './draft.ts'
import { loadPayBy } from './pay-by.ts'
import { type Correspondent, type Desk, documentPath, type Writer } from './writer.ts'

/** What is to pay: at once, or in the day's mail where the automation made it. */
const opened: Writer = async (desk, { documentId, mailAt }) => {
  const found = await documentAndCustomer(desk, documentId)
  if (!found || amountDue(found.subject.document) === 0n) return []
  if (typeof mailAt === 'number') {
    await collectDocument(desk, found.subject.document, mailAt)
    return []
  }
  return [await toPay(desk, found, 'document_opened')]
}

const issued: Writer = async (desk, { documentId }) => {
  const found = await documentAndCustomer(desk, documentId)
  if (!found || amountDue(found.subject.document) === 0n) return []
  return [await toPay(desk, found, 'document_issued')]
}

async function toPay(
  desk: Desk,
  { subject, who }: { subject: DocumentSubject; who: Correspondent },
  template: 'document_opened' | 'document_issued',
): Promise<Draft> {
  const { id } = subject.document
  return {
    key: `${template}:${id}`,
    template,
    to: who.to,
    facts: {
      ...dueFacts(subject, who, await loadPayBy(desk, subject)),
      order: await orderNumber(desk, subject),
      lines: lineFacts(subject, who),
      transfer: await transferFacts(desk.tx),
    },
    documentIds: [id],
    serviceIds: serviceIdsOf(subject),
  }
}

async function orderNumber({ tx }: Desk, { document }: DocumentSubject): Promise<number | null> {
  if (!document.orderId) return null
  const [order] = await tx.select().from(orders).where(eq(orders.id, document.orderId))
  return order?.number ?? null
}

/** The one mail about a payment: what was paid, with the invoice, and what came of it. */
const paid: Writer = async (desk, { documentId }) => {
  const found = await documentAndCustomer(desk, documentId)
  if (!found || found.subject.document.gross === 0n) return []
  const { subject, who } = found
  const { document } = subject
  const { tx } = desk
  const renewalIds = subject.lines.flatMap(({ renewalId }) => renewalId ?? [])
  const renewed =
    renewalIds.length === 0
      ? []
      : await tx
          .select({ name: services.name, expiresAt: services.expiresAt })
          .from(renewals)
          .innerJoin(services, eq(services.id, renewals.serviceId))
          .where(and(inArray(renewals.id, renewalIds), eq(renewals.state, 'applied')))
          .orderBy(services.number)
  return [
    {
      key: `receipt:${document.id}`,
      template: 'receipt',
      to: who.to,
      facts: {
        reference: nameOf(document),
        amount: who.words.money(document.gross, document.currency),
        lines: lineFacts(subject, who),
        renewed: renewed.map(({ name, expiresAt }) => ({
          name,
          expiresOn: who.words.day(expiresAt),
        })),
        isPreparing: await hasPending(desk, subject),
        link: who.link(documentPath(document.id)),
      },
      documentIds: [document.id],
      serviceIds: serviceIdsOf(subject),
    },
  ]
}

async function hasPending({ tx }: Desk, subject: DocumentSubject): Promise<boolean> {
  const started = subject.lines.filter((line) => line.kind === 'service_start')
  const ids = started.map((line) => line.serviceId).filter((id) => id !== null)
  if (ids.length === 0) return false
  const rows = await tx
    .select({ id: services.id })
    .from(services)
    .where(and(inArray(services.id, ids), eq(services.status, 'pending')))
  return rows.length > 0
}

function creditNote(template: 'credit_note' | 'not_honoured'): Writer {
  return async (desk, { creditNoteId }) => {
    const found = await documentAndCustomer(desk, creditNoteId)
    const invoice = found && (await findDocument(desk.tx, found.subject.document.correctsId ?? ''))
    if (!found || !invoice) return []
    const { subject, who } = found
    const { document } = subject
    const size = document.gross < 0n ? -document.gross : document.gross
    return [
      {
        key: `credit_note:${document.id}`,
        template,
        to: who.to,
        facts: {
          reference: nameOf(document),
          corrects: nameOf(invoice.document),
          amount: who.words.money(size, document.currency),
          lines: lineFacts(subject, who),
          ...(await givenBack(desk, document, who)),
          link: who.link(documentPath(document.id)),
        },
        documentIds: [document.id],
        serviceIds: serviceIdsOf(subject),
      },
    ]
  }
}

/** Where the money of a credited invoice went: both are written in the note's transaction. */
async function givenBack(
  { tx }: Desk,
  { correctsId, createdAt, currency }: DocumentSubject['document'],
  { words }: Correspondent,
) {
  const invoiceId = correctsId ?? ''
  const [refund] = await tx
    .select({ sum: sql<string | null>`-sum(${payments.amount})` })
    .from(payments)
    .where(refundOf(invoiceId, createdAt))
  const [credit] = await tx
    .select({ sum: sql<string | null>`sum(${creditEntries.amount})` })
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.documentId, invoiceId),
        eq(creditEntries.at, createdAt),
        gt(creditEntries.amount, 0n),
      ),
    )
  const money = (sum: string | null | undefined) =>
    sum ? words.money(BigInt(sum), currency) : null
  return { refund: money(refund?.sum), credit: money(credit?.sum) }
}

const refundOf = (documentId: string, at: Instant) =>
  and(eq(payments.documentId, documentId), eq(payments.kind, 'refund'), eq(payments.receivedAt, at))

export const documentWriters: Record<string, Writer> = {
  'document.opened': opened,
  'document.issued': issued,
  'document.paid': paid,
  'document.credited': creditNote('credit_note'),
  'document.not_honoured': creditNote('not_honoured'),
}
