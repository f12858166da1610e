import type { Db, Tx } from './db.ts'

type Memory = Map<string, Promise<unknown>>

const open = new WeakMap<Db | Tx, Memory>()

/** Opens the memory of a transaction. Called by `inTransaction`. */
export function attachMemory(tx: Tx): void {
  open.set(tx, new Map())
}

/** A savepoint remembers what the transaction around it does, and the other way round. */
export function shareMemory(inner: Tx, outer: Tx): void {
  const memory = open.get(outer)
  if (memory) open.set(inner, memory)
}

/** What a savepoint read may have been written by it: once it is undone, nothing is remembered. */
export function clearMemory(tx: Tx): void {
  open.get(tx)?.clear()
}

/**
 * What `read` answers, asked once per transaction and `key`: for what seldom changes and is needed
 * in many places. Outside a transaction of `inTransaction` it is asked each time. Callers share the
 * answer and leave it as it is; whoever writes what was read calls `forget`.
 */
export function remembered<T>(db: Db | Tx, key: string, read: () => Promise<T>): Promise<T> {
  const memory = open.get(db)
  if (!memory) return read()
  const known = memory.get(key) as Promise<T> | undefined
  if (known) return known
  const answer = read()
  memory.set(key, answer)
  return answer
}

/** The next one who asks for `key` in this transaction reads it. */
export function forget(tx: Tx, key: string): void {
  open.get(tx)?.delete(key)
}
