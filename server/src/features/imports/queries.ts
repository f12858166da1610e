import { and, asc, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../platform/pagination.ts'
import { customers } from '../customers/tables.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import type { ImportEntryJson, ImportJson } from './schemas.ts'
import { importRows, imports } from './tables.ts'

/** An import with all its rows and how far each has come; null for an unknown id. */
export async function findImport(db: Db, id: string): Promise<ImportJson | null> {
  const [found] = await db.select().from(imports).where(eq(imports.id, id))
  if (!found) return null
  const rows = await db
    .select({
      row: importRows,
      customer: { id: customers.id, name: customers.name },
      server: { id: servers.id, name: servers.name },
      service: { id: services.id, number: services.number, status: services.status },
      operation: operations,
    })
    .from(importRows)
    .innerJoin(customers, eq(customers.id, importRows.customerId))
    .innerJoin(operations, eq(operations.id, importRows.operationId))
    .leftJoin(servers, eq(servers.id, importRows.serverId))
    .leftJoin(services, eq(services.id, importRows.serviceId))
    .where(eq(importRows.importId, id))
    .orderBy(asc(importRows.position))
  const inState = (state: string) => rows.filter(({ row }) => row.state === state).length
  const counts = {
    total: rows.length,
    ...{ running: inState('running'), done: inState('done'), undone: inState('undone') },
  }
  return {
    id,
    state: counts.running > 0 ? 'running' : 'finished',
    counts,
    requestedBy: found.requestedBy,
    createdAt: toInstantJson(found.createdAt),
    rows: rows.map(toRowJson),
  }
}

interface Found {
  row: typeof importRows.$inferSelect
  customer: { id: string; name: string }
  server: { id: string; name: string } | null
  service: NonNullable<ImportJson['rows'][number]['service']> | null
  operation: typeof operations.$inferSelect
}

function toRowJson({ row, customer, server, service, operation }: Found) {
  const { id, position, state, productId, type, remoteId, name } = row
  const isRunning = state === 'running'
  const { errorCode, errorMessage } = isRunning ? operation : row
  return {
    ...{ id, position, state, customer, productId, type, server, remoteId, name },
    // The id may have come back with a later import of the same resource.
    service: state === 'undone' ? null : service,
    operation: isRunning
      ? {
          id: operation.id,
          state: operation.state,
          attempts: operation.attempts,
          dueAt: toInstantJson(operation.dueAt),
        }
      : null,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    settledAt: toInstantJson(row.settledAt),
  }
}

/** The imports there were, the newest first. */
export async function listImports(db: Db, { limit, cursor }: { limit: number; cursor?: string }) {
  const place = cursor === undefined ? null : decodeInstantCursor(cursor)
  const after = place
    ? or(
        lt(imports.createdAt, place.at),
        and(eq(imports.createdAt, place.at), lt(imports.id, place.id)),
      )
    : undefined
  const inState = (state: string) =>
    sql<number>`count(*) filter (where ${importRows.state} = ${state})::int`
  const rows = await db
    .select({
      entry: imports,
      total: sql<number>`count(*)::int`,
      running: inState('running'),
      done: inState('done'),
      undone: inState('undone'),
    })
    .from(imports)
    .innerJoin(importRows, eq(importRows.importId, imports.id))
    .where(after)
    .groupBy(imports.id)
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ entry }) => [toInstantJson(entry.createdAt), entry.id])
  return {
    items: page.items.map(
      ({ entry, ...counts }): ImportEntryJson => ({
        id: entry.id,
        state: counts.running > 0 ? 'running' : 'finished',
        counts,
        requestedBy: entry.requestedBy,
        createdAt: toInstantJson(entry.createdAt),
      }),
    ),
    nextCursor: page.nextCursor,
    total: { count: await db.$count(imports), exact: true },
  }
}
