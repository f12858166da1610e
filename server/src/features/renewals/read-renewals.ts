import { sql } from 'drizzle-orm'
import type { Cycle } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { idArray } from '../../platform/any-of.ts'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { REMEMBERED_MS } from './facts.ts'

/** Of an open renewal what the automation decides from. */
export interface OpenRenewal {
  id: string
  cycle: Cycle
  periods: number
  documentId: string | null
  /** When its document's first mail left or is planned to leave. */
  mailedAt: Instant | null
  /** A charge of its document is under way. */
  isCharging: boolean
}

/** The open renewal of each service that has one, with its document's mail. */
export async function readOpenRenewals(
  db: Db | Tx,
  serviceIds: readonly string[],
): Promise<Map<string, OpenRenewal>> {
  type Row = Omit<OpenRenewal, 'mailedAt'> & { serviceId: string; mailedAt: string | null }
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select r.id, r.service_id as "serviceId", r.cycle, r.periods, r.document_id as "documentId",
      d.mailed_at as "mailedAt", d.charging_since is not null as "isCharging"
    from renewals r left join documents d on d.id = r.document_id
    where r.service_id = any(${idArray(serviceIds)}) and r.state = 'open'`)
  return new Map(
    rows.map(({ serviceId, mailedAt: mailed, ...renewal }) => {
      const mailedAt = mailed === null ? null : instantFromSql(mailed)
      return [serviceId, { ...renewal, mailedAt }]
    }),
  )
}

/** When the renewals of the last 32 days were applied, by service; earliest first. */
export async function readAppliedRenewals(
  db: Db | Tx,
  serviceIds: readonly string[],
  now: Instant,
): Promise<Map<string, Instant[]>> {
  const since = instantToSql(now - REMEMBERED_MS)
  const { rows } = await db.execute<{ serviceId: string; at: string }>(sql`
    select service_id as "serviceId", applied_at as at from renewals
    where service_id = any(${idArray(serviceIds)}) and state = 'applied'
      and applied_at > ${since}::timestamptz
    order by service_id, applied_at`)
  const applied = new Map<string, Instant[]>()
  for (const { serviceId, at } of rows) {
    const list = applied.get(serviceId)
    if (list) list.push(instantFromSql(at))
    else applied.set(serviceId, [instantFromSql(at)])
  }
  return applied
}
