import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { refreshSearch } from './search-text.ts'
import type { Service } from './subject.ts'
import { services } from './tables.ts'
import { wakeServices } from './wake.ts'

export type ServiceChanges = Partial<
  Omit<Service, 'id' | 'number' | 'search' | 'expiresSort' | 'version'>
>

/** What the change is called in the history. */
export interface ChangeEntry {
  kind: string
  note?: string | null
  /** Facts beyond the changed columns. */
  after?: Record<string, unknown>
}

/** Columns whose values never stand in the history. */
const UNRECORDED = new Set<string>([
  'resource',
  'orderSecrets',
  'orderData',
  'placeHeld',
  'stockHeld',
])

/** What of the row itself the search text is made of. */
const searchedOf = ({ name, customerId, resource, orderData: { domain, hostname } }: Service) =>
  JSON.stringify([name, customerId, resource?.remoteId, domain, hostname])

/**
 * The one way to change a service: columns, version, search text, history with before and after,
 * the live streams, and the automation's wake-up, in the caller's transaction. The service is
 * locked already. Answers the service as it is from here on.
 */
export async function changeService(
  tx: Tx,
  env: Env,
  service: Service,
  change: { set: ServiceChanges; entry: ChangeEntry },
): Promise<Service> {
  const { set, entry } = change
  const [changed] = await tx
    .update(services)
    .set({ ...set, version: sql`${services.version} + 1` })
    .where(eq(services.id, service.id))
    .returning()
  if (!changed) throw new Error(`service ${service.id} vanished`)
  if (searchedOf(service) !== searchedOf(changed)) await refreshSearch(tx, [service.id])
  const recorded = Object.keys(set).filter((column) => !UNRECORDED.has(column))
  const pick = (row: Service) =>
    Object.fromEntries(recorded.map((column) => [column, row[column as keyof Service]]))
  await record(tx, env, [
    {
      subject: 'service',
      subjectId: service.id,
      customerId: changed.customerId,
      kind: entry.kind,
      before: pick(service),
      after: { ...pick(changed), ...entry.after },
      note: entry.note,
    },
  ])
  await tellChanged(tx, [{ subject: 'service', id: service.id, customerId: changed.customerId }])
  await wakeServices(tx, [service.id], env.now)
  return changed
}
