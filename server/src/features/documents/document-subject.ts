import { type AnyColumn, sql } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import { plainArrayText } from '../../platform/array-text.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { lockDocuments } from './lock-document.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents } from './tables.ts'

/** A document with what its rules and its page look at. */
export interface DocumentSubject {
  document: Document
  lines: DocumentLine[]
  /** Ids of its lines that credit notes have taken back. */
  creditedLineIds: ReadonlySet<string>
  /** The business time zone. */
  zone: string
}

/** Reads documents with their lines, in a handful of queries. */
export async function loadDocuments(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, DocumentSubject>> {
  if (ids.length === 0) return new Map()
  const wanted = { ids: plainArrayText(ids) }
  const rows = await documentsOf(db).execute(wanted)
  const lines = await linesOf(db).execute(wanted)
  const credited = await creditedOf(
    db,
    lines.map((line) => line.id),
  )
  const { timeZone: zone } = await readSettings(db, businessSettings)
  const byDocument = Map.groupBy(lines, (line) => line.documentId)
  return new Map(
    rows.map((document) => [
      document.id,
      { document, lines: byDocument.get(document.id) ?? [], creditedLineIds: credited, zone },
    ]),
  )
}

const anyId = (column: AnyColumn) => sql`${column} = any(${sql.placeholder('ids')}::uuid[])`

const documentsOf = preparedIn((db) =>
  db.select().from(documents).where(anyId(documents.id)).prepare('documents_by_id'),
)
const linesOf = preparedIn((db) =>
  db
    .select()
    .from(documentLines)
    .where(anyId(documentLines.documentId))
    .orderBy(documentLines.position)
    .prepare('document_lines_of'),
)
const correctionsOf = preparedIn((db) =>
  db
    .select({ id: documentLines.correctsLineId })
    .from(documentLines)
    .where(anyId(documentLines.correctsLineId))
    .prepare('document_line_corrections'),
)

async function creditedOf(db: Db | Tx, lineIds: string[]): Promise<ReadonlySet<string>> {
  if (lineIds.length === 0) return new Set()
  const rows = await correctionsOf(db).execute({ ids: plainArrayText(lineIds) })
  return new Set(rows.map((row) => row.id).filter((id) => id !== null))
}

export const documentSubject: SubjectKind<DocumentSubject> = {
  noun: 'document',
  plural: 'documents',
  load: loadDocuments,
  async lock(tx, ids) {
    await lockDocuments(tx, ids)
  },
  customerOf: ({ document }) => document.customerId,
}
