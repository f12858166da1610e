import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { isOpenOperation } from '../../domain/operation-lifecycle.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeCursor, parseSort, toPage } from '../../platform/pagination.ts'
import { servers } from '../servers/tables.ts'
import type { OperationJson, OperationListQuery } from './schemas.ts'
import type { Operation } from './settlement.ts'
import { operationLog, operations } from './tables.ts'

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000
/** The latest lines of the log that a page shows. */
const LOG_LINES = 500

/** One page of the list, newest first unless asked otherwise. */
export async function listOperations(ctx: Context, query: OperationListQuery) {
  const sort = parseSort(query.sort, ['createdAt'], { column: 'createdAt', descending: true })
  const conditions = conditionsOf(query)
  const direction = sort.descending ? desc : asc
  const rows = await ctx.db
    .select()
    .from(operations)
    .where(and(...conditions, after(query.cursor, sort.descending)))
    .orderBy(direction(operations.createdAt), direction(operations.id))
    .limit(query.limit + 1)
  const page = toPage(rows, query.limit, (row) => [instantToSql(row.createdAt), row.id])
  const counted = ctx.db
    .select({ id: operations.id })
    .from(operations)
    .where(and(...conditions))
    .limit(COUNT_CAP + 1)
    .as('counted')
  const count = await ctx.db.$count(counted)
  return {
    items: await presentOperations(ctx, ctx.db, page.items),
    nextCursor: page.nextCursor,
    total: { count: Math.min(count, COUNT_CAP), exact: count <= COUNT_CAP },
  }
}

function conditionsOf(query: OperationListQuery): SQL[] {
  const { state, kind, serverId, serviceId, waitsForStaff } = query
  const waits = and(isNull(operations.dueAt), inArray(operations.state, ['failed', 'unknown']))
  return [
    state && eq(operations.state, state),
    kind && eq(operations.kind, kind),
    serverId && eq(operations.serverId, serverId),
    serviceId && eq(operations.serviceId, serviceId),
    waitsForStaff && (waitsForStaff === 'true' ? waits : sql`not (${waits})`),
  ].filter((condition) => condition !== undefined && condition !== '') as SQL[]
}

function after(cursor: string | undefined, descending: boolean): SQL | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  const comparison = sql.raw(descending ? '<' : '>')
  return sql`(${operations.createdAt}, ${operations.id}) ${comparison} (${at}::timestamptz, ${id}::uuid)`
}

/** Operations as the API answers them, with the names of their services and servers. */
export async function presentOperations(
  ctx: Context,
  db: Db | Tx,
  rows: readonly Operation[],
): Promise<OperationJson[]> {
  if (rows.length === 0) return []
  const names = await ctx.settlements.subjects.names(db, [
    ...new Set(rows.map((row) => row.serviceId)),
  ])
  const serverIds = [...new Set(rows.flatMap(({ serverId }) => serverId ?? []))]
  const serverRows = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(inArray(servers.id, serverIds))
  const serverById = new Map(serverRows.map((row) => [row.id, row]))
  return rows.map((row) => {
    const service = names.get(row.serviceId)
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      waitsForStaff: waitsForStaff(row),
      service: service ? { id: row.serviceId, ...service } : null,
      server: serverById.get(row.serverId ?? '') ?? null,
      attempts: row.attempts,
      dueAt: toInstantJson(row.dueAt),
      progress: row.progress,
      error:
        row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
      requestedBy: row.requestedBy,
      cause: row.cause,
      abortRequestedAt: toInstantJson(row.abortRequestedAt),
      createdAt: toInstantJson(row.createdAt),
      startedAt: toInstantJson(row.startedAt),
      settledAt: toInstantJson(row.settledAt),
    }
  })
}

/** True when nothing goes on unless a person acts. */
export function waitsForStaff({ state, dueAt }: Pick<Operation, 'state' | 'dueAt'>): boolean {
  return state !== 'running' && isOpenOperation(state) && dueAt === null
}

/** What the attempts logged, the oldest first. */
export async function readOperationLog(db: Db, operationId: string) {
  const rows = await db
    .select()
    .from(operationLog)
    .where(eq(operationLog.operationId, operationId))
    .orderBy(desc(operationLog.at), desc(operationLog.id))
    .limit(LOG_LINES)
  return rows.reverse().map(({ at, attempt: claim, level, message, data }) => ({
    at: toInstantJson(at),
    claim,
    level,
    message,
    data,
  }))
}
