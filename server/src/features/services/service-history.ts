import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { decodeCursor, toPage } from '../../platform/pagination.ts'
import { conditions, type HistoryFilter, toEntryJson } from '../history/queries.ts'
import { history } from '../history/tables.ts'
import { operations } from '../operations/tables.ts'

/**
 * One page of what happened to a service and to its operations, the newest first; each entry with
 * the operation it speaks of or came from.
 */
export async function listServiceHistory(
  db: Db,
  serviceId: string,
  filter: HistoryFilter,
  page: { limit: number; cursor?: string },
) {
  const after = page.cursor ? Number(decodeCursor(page.cursor, 1)[0]) : null
  const rows = await db
    .select()
    .from(history)
    .where(
      and(
        aboutService(serviceId),
        ...conditions(filter),
        after === null ? undefined : lt(history.id, after),
      ),
    )
    .orderBy(desc(history.id))
    .limit(page.limit + 1)
  const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id])
  const known = await loadOperations(db, items.map(operationOf))
  return {
    items: items.map((row) => ({
      ...toEntryJson(row),
      operation: known.get(operationOf(row) ?? '') ?? null,
    })),
    nextCursor,
  }
}

function aboutService(serviceId: string): SQL | undefined {
  const own = sql`(select id::text from ${operations} where service_id = ${serviceId}::uuid)`
  return or(
    and(eq(history.subject, 'service'), eq(history.subjectId, serviceId)),
    and(eq(history.subject, 'operation'), sql`${history.subjectId} in ${own}`),
  )
}

/** The operation that an entry is about, or whose outcome it records. */
function operationOf(row: typeof history.$inferSelect): string | null {
  if (row.subject === 'operation') return row.subjectId
  const { operationId } = row.cause
  return typeof operationId === 'string' ? operationId : null
}

async function loadOperations(db: Db, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({
      id: operations.id,
      kind: operations.kind,
      state: operations.state,
      attempts: operations.attempts,
      error: operations.errorMessage,
    })
    .from(operations)
    .where(inArray(operations.id, wanted))
  return new Map(rows.map((row) => [row.id, row]))
}
