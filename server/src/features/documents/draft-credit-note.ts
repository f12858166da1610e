import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../history/record.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents, type StoredRateTotal } from './tables.ts'

/**
 * Writes the credit note of some lines of an issued invoice, still without its number, and adds it
 * to what is credited on the invoice. Its amounts are the lines' own shares of the invoice's
 * totals, negative: all lines together give exactly the invoice, whatever was rounded. The caller
 * has locked the invoice, and issues the note at the end, because numbers come last.
 */
export async function draftCreditNote(
  tx: Tx,
  env: Env,
  { invoice, lines, reason }: { invoice: Document; lines: DocumentLine[]; reason: string },
): Promise<Document> {
  const id = newId()
  const net = sum(lines.map((line) => line.net))
  const tax = sum(lines.map((line) => line.tax))
  const [note] = await tx
    .insert(documents)
    .values({
      id,
      kind: 'credit_note',
      state: 'open',
      customerId: invoice.customerId,
      orderId: invoice.orderId,
      currency: invoice.currency,
      language: invoice.language,
      taxMode: invoice.taxMode,
      net: -net,
      tax: -tax,
      gross: -(net + tax),
      taxLines: rateTotals(lines),
      dueAt: env.now,
      correctsId: invoice.id,
      reason,
      createdAt: env.now,
    })
    .returning()
  if (!note) throw new Error('credit note not written')
  await tx.insert(documentLines).values(lines.map((line) => negated(line, id)))
  await tx
    .update(documents)
    .set({
      credited: sql`${documents.credited} + ${(net + tax).toString()}::bigint`,
      version: sql`${documents.version} + 1`,
    })
    .where(eq(documents.id, invoice.id))
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: invoice.id,
      customerId: invoice.customerId,
      kind: 'document.credited',
      after: { creditNoteId: id, gross: net + tax, lines: lines.map((line) => line.label) },
      note: reason,
    },
  ])
  return note
}

/** The lines of an invoice that no credit note has taken back. */
export async function uncreditedLines(db: Db | Tx, documentId: string): Promise<DocumentLine[]> {
  return db
    .select()
    .from(documentLines)
    .where(
      sql`${documentLines.documentId} = ${documentId} and not exists (
        select from document_lines note where note.corrects_line_id = ${documentLines.id})`,
    )
    .orderBy(documentLines.position)
}

/** What lines come to with tax. */
export function grossOf(lines: readonly Pick<DocumentLine, 'net' | 'tax'>[]): bigint {
  return sum(lines.map((line) => line.net + line.tax))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

function negated(line: DocumentLine, documentId: string): DocumentLine {
  return {
    ...line,
    id: newId(),
    documentId,
    unitPrice: -line.unitPrice,
    amount: -line.amount,
    net: -line.net,
    tax: -line.tax,
    correctsLineId: line.id,
  }
}

function rateTotals(lines: readonly DocumentLine[]): StoredRateTotal[] {
  const groups = Map.groupBy(lines, (line) => `${line.rateBasisPoints} ${line.mention ?? ''}`)
  return [...groups.values()]
    .map((group) => ({
      rateBasisPoints: group[0]?.rateBasisPoints ?? 0,
      net: (-sum(group.map((line) => line.net))).toString(),
      tax: (-sum(group.map((line) => line.tax))).toString(),
      mention: group[0]?.mention ?? null,
    }))
    .sort((a, b) => b.rateBasisPoints - a.rateBasisPoints)
}
