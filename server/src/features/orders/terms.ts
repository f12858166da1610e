import { desc } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField } from '../../platform/problem.ts'
import type { LocalText } from '../catalog/tables.ts'
import { record } from '../history/record.ts'
import type { ClientOrderBody } from './schemas.ts'
import { termsVersions } from './tables.ts'

export type TermsVersion = typeof termsVersions.$inferSelect

/** The version in force: the one published last; null before the first. */
export async function currentTerms(db: Db | Tx): Promise<TermsVersion | null> {
  const [row] = await db
    .select()
    .from(termsVersions)
    .orderBy(desc(termsVersions.publishedAt), desc(termsVersions.id))
    .limit(1)
  return row ?? null
}

/** Puts a new version in force. Earlier ones stay: orders name what was accepted. */
export async function publishTerms(tx: Tx, env: Env, text: LocalText): Promise<TermsVersion> {
  const [row] = await tx
    .insert(termsVersions)
    .values({ id: newId(), text, publishedAt: env.now })
    .returning()
  if (!row) throw new Error('terms not published')
  await record(tx, env, [{ subject: 'terms', subjectId: row.id, kind: 'terms.published' }])
  return row
}

/**
 * The version that an order accepts; null while none is published. 422 on `/acceptTerms` without
 * the tick, on `/termsVersionId` when another version than the shown one is in force.
 */
export async function acceptedTerms(
  db: Db | Tx,
  { acceptTerms, termsVersionId }: Pick<ClientOrderBody, 'acceptTerms' | 'termsVersionId'>,
): Promise<string | null> {
  const current = await currentTerms(db)
  if (!current) return null
  if (!acceptTerms) throw invalidField('/acceptTerms', 'terms_not_accepted')
  if (termsVersionId !== undefined && termsVersionId !== current.id)
    throw invalidField('/termsVersionId', 'terms_changed')
  return current.id
}
