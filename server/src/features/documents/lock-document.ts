import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { mayStartAgain, StartAgain } from '../../platform/transaction.ts'
import { lockServices } from '../operations/lock-services.ts'
import type { Document } from './settlement.ts'
import { documentLines, documents } from './tables.ts'

/**
 * Locks the services of the documents' lines, then the documents, both in id order: the house's
 * lock order. A line may be added between the two: then the document is let go and all begins
 * again, so that a service is never locked after a document. Unknown ids are passed over.
 */
export async function lockDocuments(tx: Tx, ids: readonly string[]): Promise<Document[]> {
  if (ids.length === 0) return []
  return mayStartAgain(tx) ? lockOrStartAgain(tx, ids) : lockInSavepoint(tx, ids)
}

/** Where the whole transaction can begin again: whoever adds a line raises the document's version. */
async function lockOrStartAgain(tx: Tx, ids: readonly string[]): Promise<Document[]> {
  const [id] = ids
  const seen = await (id !== undefined && ids.length === 1
    ? versionOfOne(tx).execute({ id })
    : versionsWhere(tx, anyOf(documents.id, ids)))
  const before = seen.map(({ serviceId }) => serviceId).filter((id) => id !== null)
  await lockServices(tx, [...new Set(before)])
  const locked = await lockRows(tx, ids)
  const versions = new Map(seen.map(({ id, version }) => [id, version]))
  const known = new Set(before)
  const isOther = locked.some(({ id, version }) => versions.get(id) !== version)
  if (isOther && (await serviceIdsOf(tx, ids)).some((id) => !known.has(id))) throw new StartAgain()
  return locked
}

async function lockInSavepoint(tx: Tx, ids: readonly string[]): Promise<Document[]> {
  for (;;) {
    const before = await serviceIdsOf(tx, ids)
    await lockServices(tx, before)
    const locked = await tx.transaction((savepoint) => tryLock(savepoint, ids, before)).catch(again)
    if (locked) return locked
  }
}

/** The same for one; null when it does not exist. */
export async function lockDocument(tx: Tx, id: string): Promise<Document | null> {
  return (await lockDocuments(tx, [id]))[0] ?? null
}

/** Thrown to roll back to the savepoint, which gives the document locks back. */
class LinesChanged extends Error {}

const versionsWhere = (db: Db | Tx, which: SQL) =>
  db
    .select({ id: documents.id, version: documents.version, serviceId: documentLines.serviceId })
    .from(documents)
    .leftJoin(
      documentLines,
      and(eq(documentLines.documentId, documents.id), isNotNull(documentLines.serviceId)),
    )
    .where(which)

const versionOfOne = preparedIn((db) =>
  versionsWhere(db, eq(documents.id, sql.placeholder('id'))).prepare('document_version'),
)

async function lockRows(tx: Tx, ids: readonly string[]): Promise<Document[]> {
  const [id] = ids
  return id !== undefined && ids.length === 1
    ? lockOne(tx).execute({ id })
    : rowsLocked(tx, anyOf(documents.id, ids))
}

const rowsLocked = (db: Db | Tx, which: SQL) =>
  db.select().from(documents).where(which).orderBy(documents.id).for('no key update')

const lockOne = preparedIn((db) =>
  rowsLocked(db, eq(documents.id, sql.placeholder('id'))).prepare('document_locked'),
)

async function tryLock(tx: Tx, ids: readonly string[], lockedServices: readonly string[]) {
  const rows = await lockRows(tx, ids)
  const known = new Set(lockedServices)
  if ((await serviceIdsOf(tx, ids)).some((id) => !known.has(id))) throw new LinesChanged()
  return rows
}

function again(error: unknown): null {
  if (error instanceof LinesChanged) return null
  throw error
}

async function serviceIdsOf(db: Db | Tx, documentIds: readonly string[]): Promise<string[]> {
  const rows = await kept(
    db
      .selectDistinct({ id: documentLines.serviceId })
      .from(documentLines)
      .where(and(anyOf(documentLines.documentId, documentIds), isNotNull(documentLines.serviceId))),
  )
  return rows.map((row) => row.id).filter((id) => id !== null)
}

/** The lines of a document in their order. */
export async function linesOf(db: Db | Tx, documentId: string) {
  return db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, documentId))
    .orderBy(documentLines.position)
}
