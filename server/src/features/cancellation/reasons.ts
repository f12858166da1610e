import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { cancellationReasons, type ReasonAudience, type ReasonMode } from './tables.ts'

export type Reason = typeof cancellationReasons.$inferSelect

/** Who chooses, and how the service is cancelled. */
export interface ReasonChoice {
  by: Exclude<ReasonAudience, 'both'>
  when: Exclude<ReasonMode, 'both'>
}

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

/** All reasons in their order, archived ones too. */
export async function allReasons(db: Db | Tx): Promise<Reason[]> {
  return db
    .select()
    .from(cancellationReasons)
    .orderBy(asc(cancellationReasons.position), asc(cancellationReasons.id))
}

/** The reasons that customers are offered, in their order. */
export async function offeredReasons(db: Db | Tx): Promise<Reason[]> {
  return db
    .select()
    .from(cancellationReasons)
    .where(
      and(
        eq(cancellationReasons.retired, false),
        inArray(cancellationReasons.audience, ['customer', 'both']),
      ),
    )
    .orderBy(asc(cancellationReasons.position), asc(cancellationReasons.id))
}

/** Whether a reason may be given: it is offered to who chooses, for this way to cancel. */
export async function judgeReason(
  db: Db | Tx,
  id: string,
  { by, when }: ReasonChoice,
): Promise<'offered' | 'not_offered' | 'other_way'> {
  const [reason] = await db.select().from(cancellationReasons).where(eq(cancellationReasons.id, id))
  if (!reason || reason.retired || !suits(reason.audience, by)) return 'not_offered'
  return suits(reason.mode, when) ? 'offered' : 'other_way'
}

const suits = (stored: string, wanted: string) => stored === 'both' || stored === wanted
