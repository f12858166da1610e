import { eq } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { customers } from '../../customers/tables.ts'
import { nameOf } from '../document-name.ts'
import type { DocumentSubject } from '../document-subject.ts'
import { readInvoicing } from '../invoicing-settings.ts'
import { buyerOf, sellerOf } from '../issue-documents.ts'
import type { Document } from '../settlement.ts'
import { documents, type FrozenParty } from '../tables.ts'
import { documentSheet } from './document-sheet.ts'

/** A document's PDF in its own language, and the name of the file. */
export async function renderDocument(
  db: Db | Tx,
  { document, lines, zone }: DocumentSubject,
): Promise<{ fileName: string; pdf: Buffer }> {
  // Loaded with the first document that is drawn: it is not needed to start.
  const { drawSheet } = await import('./draw-sheet.ts')
  const { business, invoicing } = await readInvoicing(db)
  const { iban, bic, accountHolder: holder } = invoicing
  const sheet = documentSheet({
    document,
    lines,
    zone,
    seller: document.seller ?? sellerOf(business),
    buyer: document.buyer ?? (await buyerNow(db, document)),
    correctsName: document.correctsId ? await nameById(db, document.correctsId) : null,
    account: iban ? { holder, iban, bic } : null,
  })
  return { fileName: `${sheet.name}.pdf`, pdf: await drawSheet(sheet) }
}

async function buyerNow(db: Db | Tx, document: Document): Promise<FrozenParty> {
  const [customer] = await db.select().from(customers).where(eq(customers.id, document.customerId))
  if (!customer) throw new Error(`no customer ${document.customerId}`)
  return buyerOf(customer)
}

async function nameById(db: Db | Tx, id: string): Promise<string | null> {
  const [row] = await db.select().from(documents).where(eq(documents.id, id))
  return row ? nameOf(row) : null
}
