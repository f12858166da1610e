import { and, desc, eq, gte, like, lt, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeCursor, toPage } from '../../platform/pagination.ts'
import type { historyEntryJson } from './schemas.ts'
import { BATCH_OF_ENTRY, history } from './tables.ts'

export interface HistoryFilter {
  subject?: string
  subjectId?: string
  customerId?: string
  actorKind?: string
  actorId?: string
  /** Exact, or everything of a noun with a final dot: `service.`. */
  kind?: string
  /** Also what its operations came to. */
  batchId?: string
  from?: Instant
  to?: Instant
}

type EntryJson = z.infer<typeof historyEntryJson>

/** One page of entries, the newest first. `to` is exclusive. */
export async function listHistory(
  db: Db,
  filter: HistoryFilter,
  page: { limit: number; cursor?: string },
): Promise<{ items: EntryJson[]; nextCursor: string | null }> {
  const after = page.cursor ? Number(decodeCursor(page.cursor, 1)[0]) : null
  const rows = await db
    .select()
    .from(history)
    .where(and(...conditions(filter), after === null ? undefined : lt(history.id, after)))
    .orderBy(desc(history.id))
    .limit(page.limit + 1)
  const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id])
  return { items: items.map(toEntryJson), nextCursor }
}

/** The conditions of a filter, for lists that add their own. */
export function conditions(filter: HistoryFilter): SQL[] {
  const { kind, from, to } = filter
  const found: (SQL | undefined)[] = [
    filter.subject ? eq(history.subject, filter.subject) : undefined,
    filter.subjectId ? eq(history.subjectId, filter.subjectId) : undefined,
    filter.customerId ? eq(history.customerId, filter.customerId) : undefined,
    filter.actorKind ? eq(history.actorKind, filter.actorKind) : undefined,
    filter.actorId ? eq(history.actorId, filter.actorId) : undefined,
    filter.batchId ? sql`${BATCH_OF_ENTRY} = ${filter.batchId}` : undefined,
    kind?.endsWith('.')
      ? like(history.kind, `${kind}%`)
      : kind
        ? eq(history.kind, kind)
        : undefined,
    from === undefined ? undefined : gte(history.at, from),
    to === undefined ? undefined : lt(history.at, to),
  ]
  return found.filter((condition) => condition !== undefined)
}

type StoredFacts = typeof history.$inferSelect.before

/** Instants are stored as they are in the code; the API writes them as everywhere. */
function withInstants(facts: StoredFacts): StoredFacts {
  if (facts === null) return null
  const entries = Object.entries(facts).map(([field, value]) => [
    field,
    typeof value === 'number' && /(At|Until)$/.test(field) ? toInstantJson(value) : value,
  ])
  return Object.fromEntries(entries)
}

/** An entry as every list of them shows it. */
export function toEntryJson(row: typeof history.$inferSelect): EntryJson {
  return {
    id: row.id,
    at: toInstantJson(row.at),
    subject: row.subject,
    subjectId: row.subjectId,
    customerId: row.customerId,
    kind: row.kind,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    impersonatedBy: row.impersonatedBy,
    cause: row.cause,
    before: withInstants(row.before),
    after: withInstants(row.after),
    note: row.note,
  }
}
