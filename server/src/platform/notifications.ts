import { sql } from 'drizzle-orm'
import type { Db, Tx } from './db.ts'
import { keptStatement } from './kept-query.ts'

interface Notification {
  channel: string
  payload: string
}

const open = new WeakMap<Db | Tx, Notification[]>()

/** Opens the list of notifications of a transaction. Called by `inTransaction`. */
export function attachNotifications(tx: Tx): void {
  open.set(tx, [])
}

/**
 * Tells the listeners of `channel`, when the transaction commits. All of a transaction travel to
 * the database together, just before the commit; outside one it is told at once.
 */
export async function notify(tx: Db | Tx, channel: string, payload: string): Promise<void> {
  const gathered = open.get(tx)
  if (gathered) gathered.push({ channel, payload })
  else await send(tx, [{ channel, payload }])
}

export async function flushNotifications(tx: Tx): Promise<void> {
  const gathered = open.get(tx) ?? []
  open.delete(tx)
  if (gathered.length > 0) await send(tx, gathered)
}

/** Hands the notifications of a savepoint to the transaction around it. */
export async function mergeNotifications(inner: Tx, outer: Tx): Promise<void> {
  for (const { channel, payload } of open.get(inner) ?? []) await notify(outer, channel, payload)
  open.delete(inner)
}

/** PostgreSQL tells the same words of one transaction once. */
async function send(db: Db | Tx, gathered: readonly Notification[]): Promise<void> {
  const channels = gathered.map(({ channel }) => channel)
  const payloads = gathered.map(({ payload }) => payload)
  await keptStatement(
    db,
    sql`
    select pg_notify(channel, payload)
    from unnest(${sql.param(channels)}::text[], ${sql.param(payloads)}::text[]) as n(channel, payload)`,
  )
}
