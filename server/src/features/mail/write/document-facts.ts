import type { Db, Tx } from '../../../platform/db.ts'
import { nameOf } from '../../documents/document-name.ts'
import type { DocumentSubject } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { readInvoicing } from '../../documents/invoicing-settings.ts'
import { findDocument } from '../../documents/queries.ts'
import { type Correspondent, correspondent, type Desk, documentPath } from './writer.ts'

/** A document and its customer; null when either is gone. */
export async function documentAndCustomer(
  desk: Desk,
  documentId: unknown,
): Promise<{ subject: DocumentSubject; who: Correspondent } | null> {
  const subject = typeof documentId === 'string' ? await findDocument(desk.tx, documentId) : null
  const who = subject && (await correspondent(desk, subject.document.customerId))
  return subject && who ? { subject, who } : null
}

/** How a customer may pay by transfer; null when it is not offered. */
export async function transferFacts(db: Db | Tx) {
  const { business, invoicing } = await readInvoicing(db)
  const { iban, accountHolder } = invoicing
  return iban === '' ? null : { iban, holder: accountHolder || business.name }
}

/** What is to pay on a document, by when and where. */
export function dueFacts(
  { document }: Pick<DocumentSubject, 'document'>,
  who: Correspondent,
  payBy = document.dueAt,
) {
  return {
    reference: nameOf(document),
    amount: who.words.money(amountDue(document), document.currency),
    dueOn: who.words.day(payBy),
    link: who.link(documentPath(document.id)),
  }
}

/** The lines with tax, so that they add up to the total. */
export function lineFacts({ document, lines }: DocumentSubject, { words }: Correspondent) {
  return lines.map(({ label, quantity, net, tax }) => ({
    label: quantity === 1 ? label : `${quantity} × ${label}`,
    amount: words.money(net + tax, document.currency),
  }))
}

export const serviceIdsOf = ({ lines }: DocumentSubject): string[] => [
  ...new Set(lines.map((line) => line.serviceId).filter((id) => id !== null)),
]
