import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { refreshSearch } from './search-text.ts'
import type { Service } from './subject.ts'
import { services } from './tables.ts'
import { wakeServices } from './wake.ts'

/** What a new service needs to be told; the rest has its meaning by default. */
export type NewService = Pick<
  Service,
  'customerId' | 'productId' | 'type' | 'name' | 'cycle' | 'currency' | 'price' | 'initialPrice'
> &
  Partial<
    Pick<
      Service,
      | 'id'
      | 'serverId'
      | 'orderId'
      | 'description'
      | 'notes'
      | 'status'
      | 'expiresAt'
      | 'anchorDay'
      | 'maxRenewals'
      | 'trial'
      | 'autoPay'
      | 'metadata'
      | 'orderData'
      | 'options'
      | 'discount'
      | 'orderSecrets'
      | 'policy'
      | 'deliverOn'
      | 'placeHeld'
      | 'stockHeld'
      | 'paidAt'
      | 'resource'
      | 'graceUntil'
    >
  >

/** Makes services in `pending` (or the given status), with history, search text and schedule. */
export async function createServices(tx: Tx, env: Env, wanted: NewService[]): Promise<Service[]> {
  if (wanted.length === 0) return []
  const rows = await tx
    .insert(services)
    .values(
      wanted.map((service) => ({
        status: 'pending' as const,
        ...service,
        name: service.name.slice(0, 100),
        id: service.id ?? newId(),
        createdAt: env.now,
      })),
    )
    .returning()
  const ids = rows.map((row) => row.id)
  await refreshSearch(tx, ids)
  await record(
    tx,
    env,
    rows.map((row) => ({
      subject: 'service',
      subjectId: row.id,
      customerId: row.customerId,
      kind: 'service.created',
      after: {
        name: row.name,
        status: row.status,
        type: row.type,
        cycle: row.cycle,
        price: row.price,
        currency: row.currency,
      },
    })),
  )
  await tellChanged(
    tx,
    rows.map((row) => ({ subject: 'service', id: row.id, customerId: row.customerId })),
  )
  await wakeServices(tx, ids, env.now)
  return rows
}
