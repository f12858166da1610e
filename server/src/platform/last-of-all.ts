import type { Tx } from './db.ts'

type Work = (tx: Tx) => Promise<void>

const open = new WeakMap<Tx, Work[]>()

/** Opens the list of what a transaction does last. Called by `inTransaction`. */
export function attachLast(tx: Tx): void {
  open.set(tx, [])
}

/**
 * Does `work` when everything else is written and only the commit is left: for what must take a lock
 * that all others wait for. It emits nothing and tells nobody. Outside a transaction of `inTransaction` it is done at
 * once.
 */
export async function lastOfAll(tx: Tx, work: Work): Promise<void> {
  const list = open.get(tx)
  if (list) list.push(work)
  else await work(tx)
}

export async function flushLast(tx: Tx): Promise<void> {
  const list = open.get(tx) ?? []
  open.delete(tx)
  for (const work of list) await work(tx)
}

/** Hands what a savepoint leaves for the end to the transaction around it. */
export function mergeLast(inner: Tx, outer: Tx): void {
  open.get(outer)?.push(...(open.get(inner) ?? []))
  open.delete(inner)
}
