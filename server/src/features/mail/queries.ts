import { and, desc, eq, gte, ilike, inArray, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type Instant, toIso } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { parseInstant, toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../platform/pagination.ts'
import { customers } from '../customers/tables.ts'
import { nameOf } from '../documents/document-name.ts'
import { documents } from '../documents/tables.ts'
import type { MailRow } from './mail-subject.ts'
import type { MailFilters, mailRowJson } from './schemas.ts'
import { mails } from './tables.ts'

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

/** Mails, the newest first. */
export async function listMails(db: Db, filters: MailFilters) {
  const wanted = conditions(filters)
  const rows = await db
    .select({ mail: mails, customer: { id: customers.id, name: customers.name } })
    .from(mails)
    .leftJoin(customers, eq(customers.id, mails.customerId))
    .where(and(wanted, filters.cursor ? after(filters.cursor) : undefined))
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(filters.limit + 1)
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(mails)
    .where(wanted)
    .limit(COUNT_CAP + 1)
    .as('counted')
  const [total] = await db.select({ n: sql<string>`count(*)` }).from(counted)
  const n = Number(total?.n ?? 0)
  const page = toPage(rows, filters.limit, ({ mail }) => [toIso(mail.createdAt), mail.id])
  return {
    items: page.items.map(({ mail, customer }) => toRowJson(mail, customer)),
    nextCursor: page.nextCursor,
    total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP },
  }
}

function conditions({ customerId, address, template, state, since }: MailFilters): SQL | undefined {
  return and(
    customerId ? eq(mails.customerId, customerId) : undefined,
    address ? ilike(mails.toAddress, `%${address.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
    template ? eq(mails.template, template) : undefined,
    state ? eq(mails.state, state) : undefined,
    since ? gte(mails.createdAt, parseInstant(since, '/query/since')) : undefined,
  )
}

function after(cursor: string): SQL {
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${mails.createdAt}, ${mails.id}) < (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

export function toRowJson(
  mail: MailRow,
  customer: { id: string; name: string } | null,
): z.infer<typeof mailRowJson> {
  const { id, template, toAddress: to, language, subject, state, attempts, error } = mail
  return {
    id,
    template,
    customer,
    to,
    language,
    subject,
    state,
    attempts,
    error,
    dueAt: toInstantJson(mail.dueAt),
    createdAt: toInstantJson(mail.createdAt),
    sentAt: mail.state === 'kept' ? null : toInstantJson(mail.sentAt),
  }
}

/** One mail with the names that its page shows; null when there is none. */
export async function findMail(db: Db, id: string) {
  const [row] = await db
    .select({ mail: mails, customer: { id: customers.id, name: customers.name } })
    .from(mails)
    .leftJoin(customers, eq(customers.id, mails.customerId))
    .where(eq(mails.id, id))
  if (!row) return null
  const attached = await db
    .select()
    .from(documents)
    .where(inArray(documents.id, row.mail.documentIds))
  return {
    ...row,
    documents: attached.map((document) => ({ id: document.id, name: nameOf(document) })),
  }
}

/** Mails that were given up since a moment, for what needs attention. */
export async function countFailedMails(db: Db, since: Instant): Promise<number> {
  const [row] = await db
    .select({ n: sql<string>`count(*)` })
    .from(mails)
    .where(and(eq(mails.state, 'failed'), gte(mails.createdAt, since)))
  return Number(row?.n ?? 0)
}
