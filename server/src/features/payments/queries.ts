import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { documents } from '../documents/tables.ts'
import { paymentIntents, payments } from './tables.ts'

export const paymentFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  state: z.enum(['allocated', 'unallocated', 'resolved']).optional(),
  kind: z.enum(['payment', 'refund', 'chargeback']).optional(),
  gateway: z.string().max(60).optional(),
  customerId: z.uuid().optional(),
  documentId: z.uuid().optional(),
  reference: z.string().max(200).optional(),
})
export type PaymentFilters = z.output<typeof paymentFilters>

const COUNT_CAP = 10_000

/** One page of payments, newest first, with the capped total. */
export async function listPayments(db: Db, filters: PaymentFilters) {
  const where = and(...conditions(filters))
  const rows = await db
    .select()
    .from(payments)
    .where(and(where, filters.cursor ? before(filters.cursor) : undefined))
    .orderBy(desc(payments.receivedAt), desc(payments.id))
    .limit(filters.limit + 1)
  const counted = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from ${payments} where ${where ?? sql`true`} limit ${COUNT_CAP + 1}
    ) capped`)
  const n = counted.rows[0]?.n ?? 0
  const page = toPage(rows, filters.limit, (row) => [toInstantJson(row.receivedAt), row.id])
  return { ...page, total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP } }
}

function conditions(filters: PaymentFilters): (SQL | undefined)[] {
  const { state, kind, gateway, customerId, documentId, reference } = filters
  return [
    state && eq(payments.state, state),
    kind && eq(payments.kind, kind),
    gateway === undefined ? undefined : eq(payments.gateway, gateway),
    customerId === undefined ? undefined : eq(payments.customerId, customerId),
    documentId === undefined ? undefined : eq(payments.documentId, documentId),
    reference === undefined ? undefined : eq(payments.reference, reference),
  ]
}

function before(cursor: string): SQL {
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${payments.receivedAt}, ${payments.id})
    < (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

/** All money of a document, oldest first. */
export async function paymentsOfDocument(db: Db, documentId: string) {
  return db
    .select()
    .from(payments)
    .where(eq(payments.documentId, documentId))
    .orderBy(payments.receivedAt, payments.id)
}

/** An announced transfer of a document on which something is still due. */
const awaited = and(
  eq(paymentIntents.gateway, 'bank_transfer'),
  eq(paymentIntents.state, 'open'),
  sql`${documents.state} <> 'void'
    and ${documents.gross} > ${documents.credited} + ${documents.paid}`,
)

/** When the customer announced a transfer for a document; null when none is awaited. */
export async function transferAnnouncedAt(db: Db, documentId: string): Promise<Instant | null> {
  const [row] = await db
    .select({ announcedAt: paymentIntents.createdAt })
    .from(paymentIntents)
    .innerJoin(documents, eq(documents.id, paymentIntents.documentId))
    .where(and(awaited, eq(paymentIntents.documentId, documentId)))
  return row?.announcedAt ?? null
}

/** The documents whose customers have announced a transfer, longest waiting first. */
export async function listAwaitedTransfers(db: Db) {
  return db
    .select({ document: documents, announcedAt: paymentIntents.createdAt })
    .from(paymentIntents)
    .innerJoin(documents, eq(documents.id, paymentIntents.documentId))
    .where(awaited)
    .orderBy(paymentIntents.createdAt)
    .limit(200)
}
