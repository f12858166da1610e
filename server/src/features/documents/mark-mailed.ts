import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { documents } from './tables.ts'

/**
 * Notes when a document was first mailed; the notice before a suspension counts from there. The
 * moment that was planned for a document of the automation gives way to a later one.
 */
export async function markDocumentMailed(db: Db | Tx, id: string, at: Instant): Promise<void> {
  await db
    .update(documents)
    .set({ mailedAt: at })
    .where(and(eq(documents.id, id), or(isNull(documents.mailedAt), lt(documents.mailedAt, at))))
}
