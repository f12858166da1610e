import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Context } from '../../context.ts'
import { decodeCursor, parseSort, type Sort, toPage } from '../../platform/pagination.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { filterConditions, type OperationFilters, WAITS_FOR_STAFF } from './operation-filters.ts'
import { presentOperations } from './present.ts'
import type { OperationListQuery } from './schemas.ts'
import { operations } from './tables.ts'

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

const o = alias(operations, 'o')

/** What the list can be sorted by. What never happened comes last, whichever way. */
const SORTS = {
  createdAt: sql`o.created_at`,
  dueAt: sql`coalesce(o.due_at, 'infinity')`,
  startedAt: sql`coalesce(o.started_at, '-infinity')`,
  settledAt: sql`coalesce(o.settled_at, '-infinity')`,
} as const
type SortColumn = keyof typeof SORTS

/** One page of the list, newest first unless asked otherwise. */
export async function listOperations(ctx: Context, query: OperationListQuery) {
  const { limit, cursor, sort: wanted, ...filters } = query
  const names = Object.keys(SORTS) as SortColumn[]
  const sort = parseSort(wanted, names, { column: 'createdAt', descending: true })
  const conditions = await conditionsOf(ctx, filters)
  const direction = sort.descending ? desc : asc
  const rows = await ctx.db
    .select({ operation: o, at: sql<string>`${SORTS[sort.column]}::text` })
    .from(o)
    .where(and(conditions, after(cursor, sort)))
    .orderBy(direction(SORTS[sort.column]), direction(o.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ at, operation }) => [at, operation.id])
  return {
    items: await presentOperations(
      ctx,
      ctx.db,
      page.items.map(({ operation }) => operation),
    ),
    nextCursor: page.nextCursor,
    total: await countUpTo(ctx, conditions),
  }
}

/** How many each tab of the list would show with these filters. */
export async function countOperations(ctx: Context, filters: OperationFilters) {
  const conditions = await conditionsOf(ctx, filters)
  const { rows } = await ctx.db.execute<Record<Tab, number>>(sql`
    select count(*)::int as open,
      count(*) filter (where o.state = 'running')::int as running,
      count(*) filter (where o.state = 'unknown')::int as unknown,
      count(*) filter (where o.state = 'failed')::int as failed,
      count(*) filter (where ${WAITS_FOR_STAFF})::int as "waitsForStaff"
    from operations o
    where o.state in ('queued', 'running', 'failed', 'unknown') and ${conditions}`)
  const [tabs] = rows
  if (!tabs) throw new Error('nothing counted')
  const { count: all, exact } = await countUpTo(ctx, conditions)
  return { all, exact, ...tabs }
}

type Tab = 'open' | 'running' | 'unknown' | 'failed' | 'waitsForStaff'

/** The ids that the filters match, the oldest first, at most one more than `most`. */
export async function matchingIds(
  ctx: Context,
  filters: OperationFilters,
  most: number,
): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: o.id })
    .from(o)
    .where(await conditionsOf(ctx, filters))
    .orderBy(asc(o.createdAt), asc(o.id))
    .limit(most + 1)
  return rows.map(({ id }) => id)
}

async function conditionsOf(ctx: Context, filters: OperationFilters): Promise<SQL> {
  const { timeZone } = await readSettings(ctx.db, businessSettings)
  return filterConditions(filters, timeZone)
}

async function countUpTo(ctx: Context, conditions: SQL) {
  const counted = ctx.db
    .select({ id: o.id })
    .from(o)
    .where(conditions)
    .limit(COUNT_CAP + 1)
    .as('counted')
  const count = await ctx.db.$count(counted)
  return { count: Math.min(count, COUNT_CAP), exact: count <= COUNT_CAP }
}

function after(cursor: string | undefined, { column, descending }: Sort<SortColumn>) {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  const comparison = sql.raw(descending ? '<' : '>')
  return sql`(${SORTS[column]}, o.id) ${comparison} (${at}::timestamptz, ${id}::uuid)`
}
