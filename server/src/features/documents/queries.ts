import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { nameOf } from './document-name.ts'
import { type DocumentSubject, loadDocuments } from './document-subject.ts'
import { type documentPageJson, toDocumentJson, toLineJson } from './schemas.ts'
import type { Document } from './settlement.ts'
import { documents } from './tables.ts'

/** One document with its lines; null when there is none, or when it is another customer's. */
export async function findDocument(
  db: Db | Tx,
  id: string,
  customerId?: string,
): Promise<DocumentSubject | null> {
  const subject = (await loadDocuments(db, [id])).get(id) ?? null
  return subject && customerId && subject.document.customerId !== customerId ? null : subject
}

/** Everything that stands on a document, for its page. */
export async function documentPage(
  db: Db | Tx,
  { document, lines, creditedLineIds }: DocumentSubject,
  now: Instant,
): Promise<z.infer<typeof documentPageJson>> {
  const { currency } = document
  const notes = await creditNotesOf(db, document.id)
  const corrected = document.correctsId ? await nameById(db, document.correctsId) : null
  return {
    ...toDocumentJson(document, now),
    taxMode: document.taxMode,
    taxLines: document.taxLines.map(({ net, tax, ...rate }) => ({
      ...rate,
      net: toMoneyJson({ amount: BigInt(net), currency }),
      tax: toMoneyJson({ amount: BigInt(tax), currency }),
    })),
    lines: lines.map((line) => toLineJson(line, currency, creditedLineIds.has(line.id))),
    seller: document.seller,
    buyer: document.buyer,
    corrects: corrected,
    creditNotes: notes.map((note) => toDocumentJson(note, now)),
    reason: document.reason,
    mailedAt: toInstantJson(document.mailedAt),
    version: document.version,
  }
}

async function creditNotesOf(db: Db | Tx, invoiceId: string): Promise<Document[]> {
  return db
    .select()
    .from(documents)
    .where(and(eq(documents.correctsId, invoiceId), eq(documents.state, 'issued')))
    .orderBy(documents.issuedAt, documents.number)
}

async function nameById(db: Db | Tx, id: string) {
  const [row] = await db.select().from(documents).where(eq(documents.id, id))
  return row ? { id, name: nameOf(row) } : null
}
