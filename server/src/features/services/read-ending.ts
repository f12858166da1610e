import { sql } from 'drizzle-orm'
import { idArray } from '../../platform/any-of.ts'
import { instantFromSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import type { AutomatedRow } from './automated-subject.ts'
import type { Service, ServiceSubject } from './subject.ts'
import type { StoredResource } from './tables.ts'

/** What an end looks at besides the automation's own view. */
interface Held extends Pick<Service, 'removedAt' | 'placeHeld' | 'stockHeld'> {
  /** Whatever the module keeps of it is left unread. */
  resource: Pick<StoredResource, 'remoteId'> | null
}

/** A service as its end needs it. */
export type EndingRow = AutomatedRow & Held

/** Of a locked service what its end looks at; of its open operations how often each was tried. */
export interface EndingSubject {
  service: EndingRow
  operations: readonly Pick<ServiceSubject['operations'][number], 'attempts'>[]
}

/** Reads what is missing of locked services that the automation has loaded, by id. */
export async function readEnding(
  tx: Tx,
  loaded: readonly AutomatedRow[],
): Promise<Map<string, EndingSubject>> {
  if (loaded.length === 0) return new Map()
  const ids = idArray(loaded.map(({ id }) => id))
  const held = await readHeld(tx, ids)
  const { rows } = await tx.execute<{ id: string; attempts: number }>(sql`
    select service_id as id, attempts from operations
    where service_id = any(${ids}) and state in ('queued', 'running', 'unknown', 'failed')`)
  const operations = Map.groupBy(rows, ({ id }) => id)
  return new Map(
    loaded.map((row): [string, EndingSubject] => {
      const rest = held.get(row.id)
      if (!rest) throw new Error(`service ${row.id} vanished`)
      return [row.id, { service: { ...row, ...rest }, operations: operations.get(row.id) ?? [] }]
    }),
  )
}

async function readHeld(tx: Tx, ids: ReturnType<typeof idArray>): Promise<Map<string, Held>> {
  type Row = { id: string; remoteId: string | null; removed: string | null } & Omit<
    Held,
    'resource' | 'removedAt'
  >
  const { rows } = await tx.execute<Row>(sql`
    select id, resource->>'remoteId' as "remoteId", removed_at as removed,
      place_held as "placeHeld", stock_held as "stockHeld"
    from services where id = any(${ids})`)
  return new Map(
    rows.map(({ id, remoteId, removed, placeHeld, stockHeld }) => {
      const removedAt = removed === null ? null : instantFromSql(removed)
      const resource = remoteId === null ? null : { remoteId }
      return [id, { resource, removedAt, placeHeld, stockHeld }]
    }),
  )
}
