import { and, asc, eq } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { cancellationReasons } from './tables.ts'

/** The reasons an installation starts with; staff change the list. */
const SEEDED = [
  { en: 'No longer needed', fr: 'Plus besoin du service' },
  { en: 'Too expensive', fr: 'Trop cher' },
  { en: 'Moving to another provider', fr: 'Changement d’hébergeur' },
  { en: 'Not satisfied with the quality', fr: 'Qualité insatisfaisante' },
  { en: 'Other', fr: 'Autre' },
]

/** Makes the first reasons where there are none at all. */
export async function seedCancellationReasons(db: Db | Tx, now: Instant): Promise<void> {
  const [any] = await db.select().from(cancellationReasons).limit(1)
  if (any) return
  await db
    .insert(cancellationReasons)
    .values(SEEDED.map((name, position) => ({ id: newId(), name, position, createdAt: now })))
}

/** The reasons that are offered, in their order. */
export async function offeredReasons(db: Db | Tx) {
  return db
    .select()
    .from(cancellationReasons)
    .where(eq(cancellationReasons.retired, false))
    .orderBy(asc(cancellationReasons.position), asc(cancellationReasons.id))
}

/** True when the reason is on offer. */
export async function isOffered(db: Db | Tx, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: cancellationReasons.id })
    .from(cancellationReasons)
    .where(and(eq(cancellationReasons.id, id), eq(cancellationReasons.retired, false)))
  return rows.length > 0
}
