import { and, eq } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { Problem } from '../../../platform/problem.ts'
import { tellChanged } from '../../../platform/stream.ts'
import type { Language } from '../../../platform/text.ts'
import { record } from '../../history/record.ts'
import { mailTemplates } from '../tables.ts'
import { checkWords, type NewWords } from './check-words.ts'
import type { EditableTemplate } from './editable.ts'

interface Which {
  template: EditableTemplate
  language: Language
}

const named = ({ template, language }: Which) =>
  and(eq(mailTemplates.template, template), eq(mailTemplates.language, language))

/** 422 with what is wrong, field by field. */
export function assertWords({ template, language }: Which, words: NewWords): void {
  const errors = checkWords(template, language, words)
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

/** Puts words of the staff in force; 409 when `version` is not the one in force. */
export async function saveWords(
  tx: Tx,
  env: Env,
  which: Which,
  { version, ...given }: NewWords & { version: number },
): Promise<void> {
  const words = which.template === 'layout' ? { ...given, subject: '' } : given
  assertWords(which, words)
  const before = await lockStored(tx, which, version)
  const changed = { ...words, updatedAt: env.now, updatedBy: env.actor.name }
  if (before) {
    await tx
      .update(mailTemplates)
      .set({ ...changed, version: version + 1 })
      .where(named(which))
  } else {
    const inserted = await tx
      .insert(mailTemplates)
      .values({ ...which, ...changed, version: 1 })
      .onConflictDoNothing()
      .returning({ version: mailTemplates.version })
    if (inserted.length === 0) throw new Problem('stale_form')
  }
  await note(tx, env, which, { kind: 'mail_template.updated', before, after: words })
}

/** Back to the program's own words. */
export async function resetWords(tx: Tx, env: Env, which: Which, version: number): Promise<void> {
  const before = await lockStored(tx, which, version)
  if (!before) return
  await tx.delete(mailTemplates).where(named(which))
  await note(tx, env, which, { kind: 'mail_template.reset', before, after: null })
}

async function lockStored(tx: Tx, which: Which, version: number): Promise<NewWords | null> {
  const [row] = await tx.select().from(mailTemplates).where(named(which)).for('update')
  if ((row?.version ?? 0) !== version) throw new Problem('stale_form')
  return row ? { subject: row.subject, body: row.body } : null
}

async function note(
  tx: Tx,
  env: Env,
  { template, language }: Which,
  entry: { kind: string; before: NewWords | null; after: NewWords | null },
): Promise<void> {
  const { kind, before, after } = entry
  const subjectId = `${template}.${language}`
  const values = { before: before && { ...before }, after: after && { ...after } }
  await record(tx, env, [{ subject: 'mail_template', subjectId, kind, ...values }])
  await tellChanged(tx, [{ subject: 'mail_template', id: subjectId, customerId: null }])
}
