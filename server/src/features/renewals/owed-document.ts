import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import { nameOf } from '../documents/document-name.ts'
import { amountDue } from '../documents/document-totals.ts'
import { documentLines, documents } from '../documents/tables.ts'
import type { OwedDocument } from '../services/settlement.ts'

/** The newest document that is still to be paid and names the service; null when there is none. */
export async function owedDocument(db: Db | Tx, serviceId: string): Promise<OwedDocument | null> {
  const rows = await db
    .select({ document: documents })
    .from(documentLines)
    .innerJoin(documents, eq(documents.id, documentLines.documentId))
    .where(
      and(
        eq(documentLines.serviceId, serviceId),
        eq(documents.kind, 'invoice'),
        ne(documents.state, 'void'),
        isNull(documents.paidAt),
      ),
    )
    .orderBy(desc(documents.createdAt))
  const owed = rows.map(({ document }) => document).find((document) => amountDue(document) > 0n)
  if (!owed) return null
  const { id, currency } = owed
  return { id, document: nameOf(owed), amount: amountDue(owed), currency }
}
