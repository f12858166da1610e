import { inArray, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { lockServices } from '../operations/lock-services.ts'
import { servers } from '../servers/tables.ts'
import { loadServices, type ServiceSubject } from '../services/subject.ts'
import { drift } from './tables.ts'

export type Drift = typeof drift.$inferSelect

/** A row of the inbox with all that its fixes look at. */
export interface DriftSubject {
  row: Drift
  /** Null when the server was deleted since. */
  server: Pick<typeof servers.$inferSelect, 'id' | 'name' | 'type'> | null
  /** Null when it is about none, or about one that was deleted. */
  service: ServiceSubject | null
  /** The service that has this very resource in the books. */
  linkedTo: { id: string; number: number } | null
}

/** Drift is seen by staff only. The lock takes the services first, in the house's order. */
export const driftSubject: SubjectKind<DriftSubject> = {
  noun: 'drift',
  plural: 'drift',
  load: loadDrift,
  async lock(tx, ids) {
    if (ids.length === 0) return
    const rows = await tx
      .select({ serviceId: drift.serviceId })
      .from(drift)
      .where(inArray(drift.id, [...ids]))
    await lockServices(
      tx,
      rows.flatMap(({ serviceId }) => serviceId ?? []),
    )
    await tx
      .select({ id: drift.id })
      .from(drift)
      .where(inArray(drift.id, [...ids]))
      .orderBy(drift.id)
      .for('update')
  },
  customerOf: ({ service }) => service?.customer.id ?? '',
}

async function loadDrift(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, DriftSubject>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(drift)
    .where(inArray(drift.id, [...ids]))
  const serverIds = [...new Set(rows.map(({ serverId }) => serverId))]
  const known = await db
    .select({ id: servers.id, name: servers.name, type: servers.type })
    .from(servers)
    .where(inArray(servers.id, serverIds))
  const serverById = new Map(known.map((server) => [server.id, server]))
  const serviceIds = [...new Set(rows.flatMap(({ serviceId }) => serviceId ?? []))]
  const services = await loadServices(db, serviceIds, now)
  const linked = await linkedServices(db, ids)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        row,
        server: serverById.get(row.serverId) ?? null,
        service: services.get(row.serviceId ?? '') ?? null,
        linkedTo: linked.get(row.id) ?? null,
      },
    ]),
  )
}

/** By row: the service whose books name the row's resource on the row's server. */
async function linkedServices(db: Db | Tx, ids: readonly string[]) {
  const { rows } = await db.execute<{ drift_id: string; id: string; number: string }>(sql`
    select d.id as drift_id, s.id, s.number
    from drift d join services s on s.server_id = d.server_id
      and s.resource->>'remoteId' = d.remote_id
      and s.resource is not null and s.removed_at is null
    where d.id = any(${sql.param([...ids])}::uuid[])`)
  return new Map(rows.map(({ drift_id, id, number }) => [drift_id, { id, number: Number(number) }]))
}
