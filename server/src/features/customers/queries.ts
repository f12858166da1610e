import { and, asc, count, desc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { toIso } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import {
  type CursorValue,
  decodeCursor,
  pageQuery,
  parseSort,
  type Sort,
  toPage,
} from '../../platform/pagination.ts'
import type { Customer } from './create-customer.ts'
import type { customerItem, customerJson, ownCustomerJson, userJson } from './schemas.ts'
import { customers, users } from './tables.ts'

export const customerQuery = z.strictObject({
  ...pageQuery,
  /** Part of a name, an e-mail address of the customer or a user, or the number. */
  search: z.string().trim().max(100).optional(),
  kind: z.enum(['consumer', 'business']).optional(),
  country: z.string().length(2).optional(),
  anonymised: z.enum(['true', 'false']).default('false'),
})
export type CustomerQuery = z.output<typeof customerQuery>

const SORTS = ['createdAt', 'name', 'number'] as const
type SortColumn = (typeof SORTS)[number]
/** Counting stops here; the answer then says "more than". */
const COUNT_CAP = 10_000

/** One page of customers, the newest first unless sorted otherwise. */
export async function listCustomers(db: Db, query: CustomerQuery) {
  const sort = parseSort<SortColumn>(query.sort, SORTS, { column: 'createdAt', descending: true })
  const where = conditions(query)
  const column = customers[sort.column]
  const order = sort.descending ? desc : asc
  const rows = await db
    .select()
    .from(customers)
    .where(and(where, query.cursor ? after(sort, query.cursor) : undefined))
    .orderBy(order(column), order(customers.id))
    .limit(query.limit + 1)
  const capped = db
    .select({ id: customers.id })
    .from(customers)
    .where(where)
    .limit(COUNT_CAP + 1)
    .as('capped')
  const [total] = await db.select({ n: count() }).from(capped)
  const n = total?.n ?? 0
  const { items, nextCursor } = toPage(rows, query.limit, (row) => [cursorValue(row, sort), row.id])
  return {
    items: items.map(toItem),
    nextCursor,
    total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP },
  }
}

function conditions({ search, kind, country, anonymised }: CustomerQuery): SQL | undefined {
  return and(
    anonymised === 'true' ? isNotNull(customers.anonymisedAt) : isNull(customers.anonymisedAt),
    kind ? eq(customers.kind, kind) : undefined,
    country ? eq(customers.country, country.toUpperCase()) : undefined,
    search ? matches(search) : undefined,
  )
}

/** `42` and `#42` are the number first of all; every other text is looked for within the words. */
function matches(search: string): SQL | undefined {
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  if (search.startsWith('#') && number) return eq(customers.number, Number(number))
  const part = search.replaceAll(/[\\%_]/g, '\\$&')
  const words = sql`${customers.search} like '%' || berth_search_text(${part}) || '%'`
  return number ? or(eq(customers.number, Number(number)), words) : words
}

function after({ column, descending }: Sort<SortColumn>, cursor: string): SQL {
  const [value, id] = decodeCursor(cursor, 2)
  const type = { createdAt: sql`timestamptz`, name: sql`text`, number: sql`bigint` }[column]
  const than = descending ? sql`<` : sql`>`
  return sql`(${customers[column]}, ${customers.id}) ${than} (${String(value)}::${type}, ${String(id)}::uuid)`
}

function cursorValue(row: Customer, { column }: Sort<SortColumn>): CursorValue {
  return column === 'createdAt' ? toIso(row.createdAt) : row[column]
}

function toItem(row: Customer): z.infer<typeof customerItem> {
  const { id, number, kind, name, email, country, currency, language } = row
  return {
    ...{ id, number, kind, name, email, country, currency, language },
    createdAt: toInstantJson(row.createdAt),
    anonymisedAt: toInstantJson(row.anonymisedAt),
  }
}

export async function findCustomer(db: Db | Tx, id: string): Promise<Customer | null> {
  const [row] = await db.select().from(customers).where(eq(customers.id, id))
  return row ?? null
}

/** The users of a customer, the eldest first. */
export async function listUsers(
  db: Db | Tx,
  customerId: string,
): Promise<z.infer<typeof userJson>[]> {
  const rows = await db
    .select()
    .from(users)
    .where(eq(users.customerId, customerId))
    .orderBy(asc(users.createdAt), asc(users.id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    language: row.language,
    emailConfirmedAt: toInstantJson(row.emailConfirmedAt),
    disabledAt: toInstantJson(row.disabledAt),
    createdAt: toInstantJson(row.createdAt),
  }))
}

/** A customer as its own users see it. */
export function toOwnCustomerJson(row: Customer): z.infer<typeof ownCustomerJson> {
  const { notes: _1, policy: _2, version: _3, anonymisedAt: _4, search: _5, ...all } = row
  const { holdUntil: _6, heldForever: _7, holdReason: _8, ...own } = all
  return { ...own, createdAt: toInstantJson(row.createdAt) }
}

/** A customer's page for staff. */
export async function describeCustomer(
  db: Db | Tx,
  row: Customer,
): Promise<z.infer<typeof customerJson>> {
  return {
    ...toOwnCustomerJson(row),
    notes: row.notes,
    policy: { ...row.policy },
    hold:
      row.heldForever || row.holdUntil !== null
        ? {
            until: row.heldForever ? null : toInstantJson(row.holdUntil),
            reason: row.holdReason ?? '',
          }
        : null,
    version: row.version,
    anonymisedAt: toInstantJson(row.anonymisedAt),
    users: await listUsers(db, row.id),
  }
}
