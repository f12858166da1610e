import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { type HistoryEntry, record } from '../history/record.ts'
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
export const searchedOf = ({
  name,
  customerId,
  resource,
  orderData: { domain, hostname },
}: Service) => JSON.stringify([name, customerId, resource?.remoteId, domain, hostname])

/** Another price or cycle takes the place of what was planned. */
function withoutPlan(service: Service, set: ServiceChanges): ServiceChanges {
  const isOther =
    (set.price !== undefined && set.price !== service.price) ||
    (set.cycle !== undefined && set.cycle !== service.cycle)
  return isOther && service.plannedPrice ? { plannedPrice: null, ...set } : set
}

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
  const { entry } = change
  const set = withoutPlan(service, change.set)
  const [changed] = await tx
    .update(services)
    .set({ ...set, version: sql`${services.version} + 1` })
    .where(eq(services.id, service.id))
    .returning()
  if (!changed) throw new Error(`service ${service.id} vanished`)
  if (searchedOf(service) !== searchedOf(changed)) await refreshSearch(tx, [service.id])
  await record(tx, env, [entryOf({ before: service, changed, set, entry })])
  await tellChanged(tx, [{ subject: 'service', id: service.id, customerId: changed.customerId }])
  await wakeServices(tx, [service.id], env.now)
  return changed
}

/** The history entry of a change: the changed columns before and after. */
export function entryOf(change: {
  before: Service
  changed: Service
  set: ServiceChanges
  entry: ChangeEntry
}): HistoryEntry {
  const { before, changed, set, entry } = change
  const recorded = Object.keys(set).filter((column) => !UNRECORDED.has(column))
  const pick = (row: Service) =>
    Object.fromEntries(recorded.map((column) => [column, row[column as keyof Service]]))
  return {
    subject: 'service',
    subjectId: before.id,
    customerId: changed.customerId,
    kind: entry.kind,
    before: pick(before),
    after: { ...pick(changed), ...entry.after },
    note: entry.note,
  }
}
