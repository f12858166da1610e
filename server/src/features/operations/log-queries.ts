import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../platform/pagination.ts'
import type { claimJson, LogLine, logQuery } from './schemas.ts'
import { operationLog } from './tables.ts'

/** The latest lines of the log that a page shows. */
const LOG_LINES = 200

type LogRow = typeof operationLog.$inferSelect

/** The latest of what the attempts logged, the oldest first. */
export async function readLatestLog(db: Db, operationId: string): Promise<LogLine[]> {
  const rows = await db
    .select()
    .from(operationLog)
    .where(eq(operationLog.operationId, operationId))
    .orderBy(desc(operationLog.at), desc(operationLog.id))
    .limit(LOG_LINES)
  return rows.reverse().map(toLogLine)
}

/** One page of what the attempts logged, or one of them, the oldest first. */
export async function listLog(db: Db, operationId: string, query: z.output<typeof logQuery>) {
  const { limit, cursor, claim } = query
  const rows = await db
    .select()
    .from(operationLog)
    .where(
      and(
        eq(operationLog.operationId, operationId),
        claim === undefined ? undefined : eq(operationLog.attempt, claim),
        after(cursor),
      ),
    )
    .orderBy(asc(operationLog.at), asc(operationLog.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, (row) => [instantToSql(row.at), row.id])
  return { ...page, items: page.items.map(toLogLine) }
}

function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${operationLog.at}, ${operationLog.id}) > (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

/** The turns of workers on an operation, the oldest first. */
export async function readClaims(
  db: Db,
  operationId: string,
): Promise<z.input<typeof claimJson>[]> {
  const { rows } = await db.execute<Record<keyof ClaimRow, never>>(sql`
    select attempt as claim, min(at) as "firstAt", max(at) as "lastAt", count(*)::int as lines,
      count(*) filter (where data ? 'method')::int as requests,
      (array_agg(level order by at desc, id desc))[1] as level,
      (array_agg(message order by at desc, id desc))[1] as message
    from operation_log where operation_id = ${operationId}::uuid
    group by attempt order by attempt`)
  return rows.map((row: ClaimRow) => ({
    ...row,
    firstAt: toInstantJson(instantFromSql(row.firstAt)),
    lastAt: toInstantJson(instantFromSql(row.lastAt)),
  }))
}
type ClaimRow = z.input<typeof claimJson>

function toLogLine({ at, attempt: claim, level, message, data }: LogRow): LogLine {
  const line = { at: toInstantJson(at), claim, level, message }
  if (!data || typeof data.method !== 'string') return { ...line, data, exchange: null }
  const { method, address, status, durationMs, request, answer, ...more } = data
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    ...line,
    data: Object.keys(more).length > 0 ? more : null,
    exchange: {
      method,
      address: text(address) ?? '',
      status: typeof status === 'number' ? status : null,
      durationMs: typeof durationMs === 'number' ? durationMs : null,
      request: text(request),
      answer: text(answer),
    },
  }
}
