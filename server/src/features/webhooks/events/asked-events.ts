import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import { webhookEndpoints } from '../tables.ts'

const enabled = preparedIn((db) =>
  db
    .select({ id: webhookEndpoints.id, events: webhookEndpoints.events })
    .from(webhookEndpoints)
    .where(sql`${webhookEndpoints.enabled}`)
    .prepare('webhook_endpoints_enabled'),
)

/** Who is told of a type: the ids of the endpoints that are on and asked for it. */
export async function askingEndpoints(db: Db | Tx): Promise<(type: string) => string[]> {
  const rows = await enabled(db).execute()
  return (type) =>
    rows.filter(({ events }) => events.includes('*') || events.includes(type)).map(({ id }) => id)
}

/** Whether any endpoint is to be told of an event, as a transaction sees them. */
export async function askedEvents(tx: Tx): Promise<(event: string) => boolean> {
  const asking = await askingEndpoints(tx)
  return (event) => asking(event).length > 0
}
