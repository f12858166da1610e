import type { Tx } from './db.ts'

/** Payloads are plain JSON: ids and what the reaction cannot find out later. */
export type EventPayload = Record<string, unknown>

/** Receives the events of one transaction, grouped by name, before it commits. */
export interface EventSink {
  deliver(tx: Tx, events: ReadonlyMap<string, EventPayload[]>): Promise<void>
}

const open = new WeakMap<Tx, Map<string, EventPayload[]>>()

/** Opens the list of events of a transaction. Called by `inTransaction`. */
export function attachEvents(tx: Tx): void {
  open.set(tx, new Map())
}

/**
 * Says that something happened. The reactions named for `name` become jobs in the same
 * transaction: they are there if it commits and never were if it does not.
 */
export function emit(tx: Tx, name: string, payloads: EventPayload[]): void {
  const events = open.get(tx)
  if (!events) throw new Error(`emit(${name}) outside a transaction of inTransaction`)
  if (payloads.length === 0) return
  const list = events.get(name)
  if (list) list.push(...payloads)
  else events.set(name, [...payloads])
}

export async function flushEvents(tx: Tx, sink: EventSink): Promise<void> {
  const events = open.get(tx)
  open.delete(tx)
  if (events && events.size > 0) await sink.deliver(tx, events)
}

/** Hands the events of a savepoint to the transaction around it. */
export function mergeEvents(inner: Tx, outer: Tx): void {
  for (const [name, payloads] of open.get(inner) ?? []) emit(outer, name, payloads)
  open.delete(inner)
}
