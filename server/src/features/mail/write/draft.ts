import { PgTransaction } from 'drizzle-orm/pg-core'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { kept } from '../../../platform/kept-query.ts'
import { tellChanged } from '../../../platform/stream.ts'
import type { Language } from '../../../platform/text.ts'
import { type RenderedMail, renderMail } from '../render/render-mail.ts'
import type { Facts } from '../render/template.ts'
import { mails } from '../tables.ts'
import type { TemplateName } from '../templates/index.ts'
import { stationery } from '../words/staff-words.ts'
import { isAwaited } from './awaited.ts'
import { wakeSending } from './wake-sending.ts'

/** Whom a mail goes to; the names decide whose pages show it. */
export interface Addressee {
  customerId: string | null
  staffId: string | null
  address: string
  name: string
  language: Language
}

/** A mail to be written, its facts in words already. */
export interface Draft {
  /** The real-world happening: a second draft with the same key writes nothing. */
  key: string
  template: TemplateName
  to: Addressee
  facts: Facts
  documentIds?: string[]
  serviceIds?: string[]
  /** At once, if absent. */
  dueAt?: Instant
  /** Stands in the texts as ONE_TIME_TOKEN until the mail leaves. */
  oneTimeToken?: string
}

/** What stands in the stored texts where only the receiver reads the token of a link. */
export const ONE_TIME_TOKEN = 'one-time-token'

/** What a sealed token is bound to. */
export const tokenContext = (mailId: string) => `mail:${mailId}`

/**
 * The mail's words in the addressee's language. Where words of the staff cannot be used, which their
 * check at saving is there to rule out, the mail goes out in the program's own and staff are told.
 */
export async function composeMail(
  db: Db | Tx,
  { template, to, facts }: Pick<Draft, 'template' | 'to' | 'facts'>,
): Promise<RenderedMail> {
  const { language } = to
  const { company, staffs } = await stationery(db, template, language)
  const name = to.name.replaceAll(/\p{Cc}+/gu, ' ')
  const all = { ...facts, name, company }
  if (staffs.mail === null && staffs.layout === null) return renderMail(template, language, all)
  try {
    return renderMail(template, language, all, staffs)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (db instanceof PgTransaction && template !== 'alert_template_broken')
      emit(db, 'mail_template.broken', [{ template, language, message }])
    return renderMail(template, language, all)
  }
}

/** Writes mails to be sent when due. Answers the ids of those that were not there before. */
export async function storeDrafts(
  tx: Tx,
  ctx: Context,
  drafts: readonly Draft[],
): Promise<string[]> {
  const now = ctx.clock.now()
  const stored: string[] = []
  for (const draft of drafts) {
    const id = newId()
    const { customerId, staffId, address, language } = draft.to
    const { oneTimeToken: token } = draft
    const [row] = await kept(
      tx
        .insert(mails)
        .values({
          id,
          dedupeKey: draft.key,
          template: draft.template,
          customerId,
          staffId,
          toAddress: address,
          language,
          ...(await composeMail(tx, draft)),
          oneTimeToken: token ? ctx.secrets.seal(token, tokenContext(id)) : null,
          documentIds: draft.documentIds ?? [],
          serviceIds: draft.serviceIds ?? [],
          isAwaited: isAwaited(draft.template),
          state: 'queued',
          dueAt: draft.dueAt ?? now,
          createdAt: now,
        })
        .onConflictDoNothing({ target: mails.dedupeKey })
        .returning({ id: mails.id }),
    )
    if (!row) continue
    stored.push(row.id)
    await tellChanged(tx, [{ subject: 'mail', id: row.id, customerId }])
    await wakeSending(tx, isAwaited(draft.template))
  }
  return stored
}
