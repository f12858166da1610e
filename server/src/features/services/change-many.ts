import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { updateMany } from '../../platform/update-many.ts'
import { record } from '../history/record.ts'
import { type ChangeEntry, entryOf, type ServiceChanges, searchedOf } from './change.ts'
import { refreshSearch } from './search-text.ts'
import type { Service } from './subject.ts'
import { services } from './tables.ts'

/** What is changed of one service, and for what reason where it is its own. */
export interface ServiceChange {
  service: Service
  set: ServiceChanges
  entry: ChangeEntry
  cause?: Env['cause']
}

/**
 * `changeService` for many locked services in a few statements. Nobody is woken: whoever changes so
 * many sees to when the automation looks at them again. Answers them as they are from here on.
 */
export async function changeServices(
  tx: Tx,
  env: Env,
  changes: readonly ServiceChange[],
): Promise<Service[]> {
  if (changes.length === 0) return []
  const kinds = Map.groupBy(changes, ({ set }) => Object.keys(set).sort().join())
  for (const alike of kinds.values())
    await updateMany(
      tx,
      services,
      alike.map(({ service: { id }, set }) => ({ id, ...set })),
      sql`version = version + 1`,
    )
  const changed = changes.map(
    ({ service, set }): Service => ({ ...service, ...set, version: service.version + 1 }),
  )
  const renamed = changes.filter(
    ({ service }, index) => searchedOf(service) !== searchedOf(changed[index] as Service),
  )
  if (renamed.length > 0)
    await refreshSearch(
      tx,
      renamed.map(({ service }) => service.id),
    )
  await record(
    tx,
    env,
    changes.map(({ service, set, entry, cause }, index) => ({
      ...entryOf({ before: service, changed: changed[index] as Service, set, entry }),
      cause,
    })),
  )
  await tellChanged(
    tx,
    changed.map(({ id, customerId }) => ({ subject: 'service', id, customerId })),
  )
  return changed
}
