import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { decodeInstantCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { CREDIT_REASONS, creditBalances, creditEntries } from './tables.ts'

export const creditFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
})

/** One movement of a customer's credit. */
export const creditEntryJson = z.object({
  id: z.uuid(),
  amount: moneyJson,
  balanceAfter: moneyJson,
  reason: z.enum(CREDIT_REASONS),
  note: z.string(),
  documentId: z.uuid().nullable(),
  paymentId: z.uuid().nullable(),
  by: z.object({ kind: z.string(), name: z.string() }),
  at: instantJson,
})

export type CreditEntry = typeof creditEntries.$inferSelect

export function toCreditEntryJson(entry: CreditEntry): z.infer<typeof creditEntryJson> {
  const { id, currency, reason, note, documentId, paymentId, by } = entry
  return {
    id,
    reason,
    note,
    documentId,
    paymentId,
    amount: toMoneyJson({ amount: entry.amount, currency }),
    balanceAfter: toMoneyJson({ amount: entry.balanceAfter, currency }),
    by: { kind: by.kind, name: by.name },
    at: toInstantJson(entry.at),
  }
}

/** Balances per currency, without those that are nothing. */
export async function creditBalancesOf(db: Db, customerId: string) {
  const rows = await db
    .select()
    .from(creditBalances)
    .where(and(eq(creditBalances.customerId, customerId), sql`${creditBalances.balance} > 0`))
    .orderBy(creditBalances.currency)
  return rows.map(({ balance, currency }) => toMoneyJson({ amount: balance, currency }))
}

/** Movements of a customer's credit, newest first. */
export async function listCreditEntries(
  db: Db,
  customerId: string,
  { limit, cursor }: z.output<typeof creditFilters>,
) {
  const own = eq(creditEntries.customerId, customerId)
  const rows = await db
    .select()
    .from(creditEntries)
    .where(and(own, cursor ? before(cursor) : undefined))
    .orderBy(desc(creditEntries.at), desc(creditEntries.id))
    .limit(limit + 1)
  const total = await db.$count(creditEntries, own)
  const page = toPage(rows, limit, (row) => [toInstantJson(row.at), row.id])
  return { ...page, total: { count: total, exact: true } }
}

function before(cursor: string) {
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${creditEntries.at}, ${creditEntries.id})
    < (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

/** What of a customer's credit was set against a document, or came back from it. */
export async function creditEntriesOfDocument(db: Db, documentId: string): Promise<CreditEntry[]> {
  return db
    .select()
    .from(creditEntries)
    .where(eq(creditEntries.documentId, documentId))
    .orderBy(creditEntries.at, creditEntries.id)
}
