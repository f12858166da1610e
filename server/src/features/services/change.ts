import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { updateMany } from '../../platform/update-many.ts'
import { type HistoryEntry, record } from '../history/record.ts'
import type { AutomatedRow } from './automated-subject.ts'
import { searchTextOf } from './search-text.ts'
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
  'firstCycle',
])

/** Another price or cycle takes the place of what was planned. */
function withoutPlan({ service, set }: ServiceChange): ServiceChanges {
  const isOther =
    (set.price !== undefined && set.price !== service.price) ||
    (set.cycle !== undefined && set.cycle !== service.cycle)
  return isOther && service.plannedPrice ? { plannedPrice: null, ...set } : set
}

/**
 * A new cycle is for the next period: what was ordered stays bought in the cycle that it had, also
 * where it is not delivered yet.
 */
function withFirstCycle({ service, set }: ServiceChange): ServiceChanges {
  const isOther = set.cycle !== undefined && set.cycle !== service.cycle
  if (!isOther || service.orderId === null || service.firstCycle !== null) return set
  return { firstCycle: service.cycle, ...set }
}

/** What is changed of one service, and for what reason where it is its own. */
export interface ServiceChange<S extends AutomatedRow = AutomatedRow> {
  service: S
  set: ServiceChanges
  entry: ChangeEntry
  cause?: Env['cause']
}

/**
 * The one way to change services: columns, version, search text, history with before and after and
 * the live streams, in the caller's transaction. They are locked already. Nobody is woken: the
 * caller sees to when the automation looks at them again. Answers them as they are from here on,
 * but for their version and what the database keeps by itself.
 */
export async function changeServices<S extends AutomatedRow>(
  tx: Tx,
  env: Env,
  wanted: readonly ServiceChange<S>[],
): Promise<S[]> {
  if (wanted.length === 0) return []
  const changes = wanted.map((change) => {
    const set = withoutPlan(change)
    return { ...change, set: withFirstCycle({ ...change, set }) }
  })
  for (const alike of Map.groupBy(changes, columnsOf).values())
    await updateMany(
      tx,
      services,
      alike.map(({ service: { id }, set }) => ({ id, ...set })),
      (newValue) =>
        alike.some(({ service, set }) => changesSearch(service, set))
          ? sql`version = version + 1, search = ${searchTextOf(newValue)}`
          : sql`version = version + 1`,
    )
  const changed = changes.map(({ service, set }): S => ({ ...service, ...set }))
  await record(
    tx,
    env,
    changes.map((change, index) => entryOf(change, changed[index] ?? change.service)),
  )
  await tellChanged(
    tx,
    changed.map(({ id, customerId }) => ({ subject: 'service', id, customerId })),
  )
  return changed
}

/** Changes of the same columns travel together. */
const columnsOf = ({ set }: Pick<ServiceChange, 'set'>) => Object.keys(set).sort().join()

/** The same for one, which the automation looks at again at once. */
export async function changeService(
  tx: Tx,
  env: Env,
  service: Service,
  { set, entry }: Pick<ServiceChange, 'set' | 'entry'>,
): Promise<Service> {
  const named = Object.entries(set).filter(([, value]) => value !== undefined)
  const change = { service, entry, set: Object.fromEntries(named) }
  const [changed] = await changeServices(tx, env, [change])
  await wakeServices(tx, [service.id], env.now)
  if (!changed) throw new Error(`service ${service.id} was not changed`)
  return changed
}

/** Of the row itself what the search text is made of, as far as it was loaded. */
interface Searched extends Pick<AutomatedRow, 'name' | 'customerId'> {
  resource?: { remoteId: string } | null
  orderData?: Service['orderData']
}

function changesSearch(service: Searched, set: ServiceChanges): boolean {
  const { name, customerId, resource, orderData } = set
  return (
    (name !== undefined && name !== service.name) ||
    (customerId !== undefined && customerId !== service.customerId) ||
    (resource !== undefined && resource?.remoteId !== service.resource?.remoteId) ||
    (orderData !== undefined &&
      ['domain', 'hostname'].some((key) => orderData[key] !== service.orderData?.[key]))
  )
}

/** The history entry of a change: the changed columns before and after. */
function entryOf(
  { service, set, entry, cause }: ServiceChange,
  changed: AutomatedRow,
): HistoryEntry {
  const recorded = Object.keys(set).filter((column) => !UNRECORDED.has(column))
  const pick = (row: Partial<Service>) =>
    Object.fromEntries(recorded.map((column) => [column, row[column as keyof Service]]))
  return {
    subject: 'service',
    subjectId: service.id,
    customerId: changed.customerId,
    kind: entry.kind,
    before: pick(service),
    after: { ...pick(changed), ...entry.after },
    note: entry.note,
    cause,
  }
}
