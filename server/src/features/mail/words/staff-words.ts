import { and, eq, sql } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../../platform/db.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import type { Language } from '../../../platform/text.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import type { StaffWords } from '../render/render-mail.ts'
import { mailTemplates } from '../tables.ts'
import type { TemplateName } from '../templates/index.ts'

/** What a mail is written on: who writes, and in whose words. */
export interface Stationery {
  company: { name: string; email: string }
  staffs: StaffWords
}

/** A transaction reads each once, however many mails it writes. */
const read = new WeakMap<object, Map<string, Promise<Stationery>>>()

export function stationery(
  db: Db | Tx,
  template: TemplateName,
  language: Language,
): Promise<Stationery> {
  if (!(db instanceof PgTransaction)) return readStationery(db, template, language)
  const mine = read.get(db) ?? new Map<string, Promise<Stationery>>()
  read.set(db, mine)
  const key = `${template}.${language}`
  const found = mine.get(key) ?? readStationery(db, template, language)
  mine.set(key, found)
  return found
}

const wordsOf = preparedIn((db) =>
  db
    .select()
    .from(mailTemplates)
    .where(
      and(
        sql`${mailTemplates.template} in (${sql.placeholder('template')}, 'layout')`,
        eq(mailTemplates.language, sql.placeholder('language')),
      ),
    )
    .prepare('mail_words'),
)

async function readStationery(
  db: Db | Tx,
  template: TemplateName,
  language: Language,
): Promise<Stationery> {
  const { name, email } = await readSettings(db, businessSettings)
  const rows = await wordsOf(db).execute({ template, language })
  const mail = rows.find((row) => row.template === template)
  const layout = rows.find((row) => row.template === 'layout')
  return {
    company: { name, email },
    staffs: {
      mail: mail ? { subject: mail.subject, body: mail.body } : null,
      layout: layout?.body ?? null,
    },
  }
}
