import { eq } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { kept } from '../../../platform/kept-query.ts'
import { webhookEndpoints } from '../tables.ts'

/** Who is told of a type: the ids of the endpoints that are on and asked for it. */
export async function askingEndpoints(db: Db | Tx): Promise<(type: string) => string[]> {
  const rows = await kept(
    db
      .select({ id: webhookEndpoints.id, events: webhookEndpoints.events })
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.enabled, true)),
  )
  return (type) =>
    rows.filter(({ events }) => events.includes('*') || events.includes(type)).map(({ id }) => id)
}

/** Whether any endpoint is to be told of an event, as a transaction sees them. */
export async function askedEvents(tx: Tx): Promise<(event: string) => boolean> {
  const asking = await askingEndpoints(tx)
  return (event) => asking(event).length > 0
}
