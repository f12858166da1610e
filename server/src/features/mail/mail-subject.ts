import { inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { mails } from './tables.ts'

export type MailRow = typeof mails.$inferSelect

async function loadMails(db: Db | Tx, ids: readonly string[]): Promise<Map<string, MailRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(mails)
    .where(inArray(mails.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row]))
}

async function lockMails(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .select({ id: mails.id })
    .from(mails)
    .where(inArray(mails.id, [...ids]))
    .orderBy(mails.id)
    .for('update')
}

export const mailSubject: SubjectKind<MailRow> = {
  noun: 'mail',
  plural: 'mails',
  load: loadMails,
  lock: lockMails,
  customerOf: (mail) => mail.customerId ?? '',
}
