import { eq } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { documents } from './tables.ts'

/**
 * Notes that a charge of a locked document is under way, or with null that it is over. Until then
 * nobody takes anything off it.
 */
export async function markCharging(
  tx: Tx,
  documentId: string,
  since: Instant | null,
): Promise<void> {
  await tx.update(documents).set({ chargingSince: since }).where(eq(documents.id, documentId))
}
