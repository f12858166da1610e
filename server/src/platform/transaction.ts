import { setTimeout as sleep } from 'node:timers/promises'
import type { Db, Tx } from './db.ts'
import type { EventSink } from './events.ts'
import { attachEvents, flushEvents, mergeEvents } from './events.ts'
import { attachGathered, flushGathered, mergeGathered } from './gathered.ts'
import { attachLast, flushLast, mergeLast } from './last-of-all.ts'
import { attachNotifications, flushNotifications, mergeNotifications } from './notifications.ts'
import { attachMemory, clearMemory, shareMemory } from './transaction-memory.ts'

/** What a transaction needs besides the database: where its events go. */
export interface TransactionHost {
  db: Db
  jobs: EventSink
}

/** Serialization failure and deadlock: PostgreSQL asks for the whole transaction again. */
const RETRY = new Set(['40001', '40P01'])
const ATTEMPTS = 5

/** Thrown to have all of a transaction undone and run again: what it began with has changed. */
export class StartAgain extends Error {}

const outermost = new WeakSet<Tx>()

/** Whether `StartAgain` would undo all: not inside a savepoint, which may be caught and passed over. */
export const mayStartAgain = (tx: Tx): boolean => outermost.has(tx)

/**
 * Runs `work` in one READ COMMITTED transaction. Events emitted inside become jobs just before the
 * commit, in the same transaction, and what listeners are told goes with it. A deadlock or
 * serialization failure runs `work` again, so it must do nothing but use `tx`; no remote call
 * belongs in it.
 */
export async function inTransaction<T>(
  host: TransactionHost,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await host.db.transaction(async (tx) => {
        outermost.add(tx)
        attachEvents(tx)
        attachNotifications(tx)
        attachMemory(tx)
        attachGathered(tx)
        attachLast(tx)
        const result = await work(tx)
        await flushGathered(tx)
        await flushEvents(tx, host.jobs)
        await flushNotifications(tx)
        await flushLast(tx)
        return result
      })
    } catch (error) {
      const isAgain = error instanceof StartAgain || RETRY.has(sqlState(error) ?? '')
      if (attempt >= ATTEMPTS || !isAgain) throw error
      await sleep(attempt * 20)
    }
  }
}

/**
 * Runs `work` so that an error undoes only what it wrote, events included; the transaction around it
 * goes on.
 */
export async function inSavepoint<T>(tx: Tx, work: (inner: Tx) => Promise<T>): Promise<T> {
  try {
    return await tx.transaction(async (inner) => {
      attachEvents(inner)
      attachNotifications(inner)
      shareMemory(inner, tx)
      attachGathered(inner)
      attachLast(inner)
      const result = await work(inner)
      mergeEvents(inner, tx)
      await mergeGathered(inner, tx)
      mergeLast(inner, tx)
      await mergeNotifications(inner, tx)
      return result
    })
  } catch (error) {
    clearMemory(tx)
    throw error
  }
}

/** The five-character SQLSTATE of a database error, also when the query builder wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string' && e.code.length === 5) return e.code
  }
  return undefined
}

/** The name of the constraint a database error speaks of. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('constraint' in e && typeof e.constraint === 'string') return e.constraint
  }
  return undefined
}
