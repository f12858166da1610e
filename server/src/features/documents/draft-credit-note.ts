import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { insertMany } from '../../platform/insert-many.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { updateMany } from '../../platform/update-many.ts'
import { record } from '../history/record.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents, type StoredRateTotal } from './tables.ts'

/** Lines of a locked invoice that are to be credited. */
export interface Credited {
  invoice: Document
  lines: readonly DocumentLine[]
  /** Stands on the credit note. */
  reason: string
  /** Where it differs from the environment's. */
  cause?: Env['cause']
}

/** A credit note that is still to be issued. */
export type CreditNote = Pick<Document, 'id' | 'kind' | 'state' | 'customerId'> &
  Pick<Credited, 'cause'>

/**
 * Writes credit notes, one for each invoice, still without their numbers, and adds them to what is
 * credited there. Their amounts are the lines' own shares of the invoice's totals, negative: all
 * lines together give exactly the invoice, whatever was rounded. The caller has locked the
 * invoices, and issues the notes at the end, because numbers come last.
 */
export async function draftCreditNotes(
  tx: Tx,
  env: Env,
  credited: readonly Credited[],
): Promise<CreditNote[]> {
  if (credited.length === 0) return []
  const notes = credited.map((one) => noteOf(one, env))
  await insertMany(tx, documents, notes)
  await insertMany(
    tx,
    documentLines,
    credited.flatMap(({ lines }, index) =>
      lines.map((line) => negated(line, notes[index]?.id ?? '')),
    ),
  )
  await updateMany(
    tx,
    documents,
    credited.map(({ invoice, lines }) => ({
      id: invoice.id,
      credited: invoice.credited + grossOf(lines),
    })),
    () => sql`version = version + 1`,
  )
  await record(
    tx,
    env,
    credited.map(({ invoice, lines, reason, cause }, index) => ({
      subject: 'document',
      subjectId: invoice.id,
      customerId: invoice.customerId,
      kind: 'document.credited',
      after: {
        creditNoteId: notes[index]?.id,
        gross: grossOf(lines),
        lines: lines.map((line) => line.label),
      },
      note: reason,
      cause,
    })),
  )
  return notes.map((note, index) => ({ ...note, cause: credited[index]?.cause }))
}

/** The same for one. */
export async function draftCreditNote(tx: Tx, env: Env, credited: Credited): Promise<CreditNote> {
  const [note] = await draftCreditNotes(tx, env, [credited])
  if (!note) throw new Error('credit note not written')
  return note
}

function noteOf({ invoice, lines, reason }: Credited, { now }: Env) {
  const net = sum(lines.map((line) => line.net))
  const tax = sum(lines.map((line) => line.tax))
  return {
    id: newId(),
    kind: 'credit_note' as const,
    state: 'open' as const,
    customerId: invoice.customerId,
    orderId: invoice.orderId,
    currency: invoice.currency,
    language: invoice.language,
    taxMode: invoice.taxMode,
    net: -net,
    tax: -tax,
    gross: -(net + tax),
    taxLines: rateTotals(lines),
    dueAt: now,
    correctsId: invoice.id,
    reason,
    createdAt: now,
  }
}

/** The lines of an invoice that no credit note has taken back. */
export async function uncreditedLines(db: Db | Tx, documentId: string): Promise<DocumentLine[]> {
  return uncreditedOfOne(db).execute({ documentId })
}

const uncreditedOfOne = preparedIn((db) =>
  uncreditedWhere(db, eq(documentLines.documentId, sql.placeholder('documentId'))).prepare(
    'document_lines_uncredited',
  ),
)

/** The same of many, by document. */
export async function uncreditedByDocument(
  db: Db | Tx,
  documentIds: readonly string[],
): Promise<Map<string, DocumentLine[]>> {
  const rows = await uncreditedWhere(db, anyOf(documentLines.documentId, documentIds))
  return Map.groupBy(rows, ({ documentId }) => documentId)
}

const uncreditedWhere = (db: Db | Tx, which: SQL) =>
  db
    .select()
    .from(documentLines)
    .where(
      and(
        which,
        sql`not exists (
          select from document_lines note where note.corrects_line_id = ${documentLines.id})`,
      ),
    )
    .orderBy(documentLines.documentId, documentLines.position)

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
