import { and, eq, inArray, isNull, notExists, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import { customers } from '../customers/tables.ts'
import { services } from '../services/tables.ts'
import { importRows } from './tables.ts'

const remoteId = sql<string>`${services.resource}->>'remoteId'`

/** The services that have these resources of a server, by remote id. */
export async function linkedServices(db: Db | Tx, serverId: string, remoteIds: readonly string[]) {
  if (remoteIds.length === 0) return new Map<string, LinkedService>()
  const rows = await db
    .select({
      remoteId,
      id: services.id,
      number: services.number,
      name: services.name,
      customerName: customers.name,
    })
    .from(services)
    .innerJoin(customers, eq(customers.id, services.customerId))
    .where(
      and(
        eq(services.serverId, serverId),
        inArray(remoteId, [...remoteIds]),
        // The condition of the unique index.
        sql`${services.resource} is not null`,
        isNull(services.removedAt),
      ),
    )
  return new Map(rows.map(({ remoteId: id, ...service }) => [id, service]))
}

export interface LinkedService {
  id: string
  number: number
  name: string
  customerName: string
}

/**
 * The ids that services of undone imports of these resources had, by remote id. Such an id may
 * still stand on the resource as its mark, so whoever imports it again gets the same one.
 */
export async function formerIds(
  db: Db | Tx,
  serverId: string,
  remoteIds: readonly string[],
): Promise<Map<string, string>> {
  if (remoteIds.length === 0) return new Map()
  const rows = await db
    .select({ remoteId: importRows.remoteId, serviceId: importRows.serviceId })
    .from(importRows)
    .where(
      and(
        eq(importRows.serverId, serverId),
        inArray(importRows.remoteId, [...remoteIds]),
        eq(importRows.state, 'undone'),
        notExists(db.select().from(services).where(eq(services.id, importRows.serviceId))),
      ),
    )
  return new Map(rows.map((row) => [row.remoteId, row.serviceId]))
}
