import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { toIso } from '../../domain/instant.ts'
import type { Db } from '../../platform/db.ts'
import { instantJson } from '../../platform/json.ts'
import { decodeCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { invalidField } from '../../platform/problem.ts'
import { customers } from '../customers/tables.ts'
import { loadOrders, type OrderSubject } from './order-subject.ts'
import { orders } from './tables.ts'

const state = z.enum(['open', 'paid', 'cancelled'])

export const clientOrderFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  state: state.optional(),
})
export const staffOrderFilters = z.strictObject({
  ...clientOrderFilters.shape,
  customerId: z.uuid().optional(),
  /** The order's number, or part of the customer's name or e-mail. */
  search: z.string().trim().max(100).optional(),
})
export type OrderFilters = z.output<typeof staffOrderFilters>

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

/** Orders, the newest first. */
export async function listOrders(db: Db, filters: OrderFilters) {
  const wanted = conditions(filters)
  const rows = await db
    .select({ id: orders.id, createdAt: orders.createdAt })
    .from(orders)
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(and(wanted, after(filters.cursor)))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(filters.limit + 1)
  const counted = db
    .select({ one: sql`1` })
    .from(orders)
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(wanted)
    .limit(COUNT_CAP + 1)
    .as('counted')
  const [total] = await db.select({ n: sql<string>`count(*)` }).from(counted)
  const page = toPage(rows, filters.limit, (row) => [toIso(row.createdAt), row.id])
  const loaded = await loadOrders(
    db,
    page.items.map((row) => row.id),
  )
  const n = Number(total?.n ?? 0)
  return {
    items: page.items
      .map((row) => loaded.get(row.id))
      .filter((row): row is OrderSubject => row !== undefined),
    nextCursor: page.nextCursor,
    total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP },
  }
}

function conditions({ state: wanted, customerId, search }: OrderFilters): SQL | undefined {
  return and(
    wanted ? eq(orders.state, wanted) : undefined,
    customerId ? eq(orders.customerId, customerId) : undefined,
    search ? searched(search) : undefined,
  )
}

function searched(search: string): SQL {
  const number = /^#?(\d{1,15})$/.exec(search)?.[1]
  if (number) return eq(orders.number, Number(number))
  const part = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`${customers.search} like berth_search_text(${part})`
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined
  const place = z.tuple([instantJson, z.uuid()]).safeParse(decodeCursor(cursor, 2))
  if (!place.success) throw invalidField('/query/cursor', 'invalid_cursor')
  const [at, id] = place.data
  return sql`(${orders.createdAt}, ${orders.id}) < (${at}::timestamptz, ${id}::uuid)`
}
