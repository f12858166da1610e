import { and, eq, isNull } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { documents } from './tables.ts'

/** Notes when a document was first mailed; the notice before a suspension counts from there. */
export async function markDocumentMailed(db: Db | Tx, id: string, at: Instant): Promise<void> {
  await db
    .update(documents)
    .set({ mailedAt: at })
    .where(and(eq(documents.id, id), isNull(documents.mailedAt)))
}
