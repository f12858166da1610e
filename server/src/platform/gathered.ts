import type { Tx } from './db.ts'

type Write<Row> = (tx: Tx, rows: readonly Row[]) => Promise<void>
type Gathered = Map<Write<never>, unknown[]>

const open = new WeakMap<Tx, Gathered>()

/** Opens the list of rows of a transaction. Called by `inTransaction`. */
export function attachGathered(tx: Tx): void {
  open.set(tx, new Map())
}

/**
 * Keeps rows until just before the commit, when `write` is given all of the transaction at once. For
 * what many parts add to and none of them reads back. Outside a transaction of `inTransaction` they
 * are written at once.
 */
export async function gather<Row>(tx: Tx, write: Write<Row>, rows: readonly Row[]): Promise<void> {
  const gathered = open.get(tx)
  if (!gathered) return write(tx, rows)
  const known = gathered.get(write)
  if (known) for (const row of rows) known.push(row)
  else gathered.set(write, [...rows])
}

export async function flushGathered(tx: Tx): Promise<void> {
  const gathered = open.get(tx) ?? new Map()
  open.delete(tx)
  for (const [write, rows] of gathered) await write(tx, rows)
}

/** Hands the rows of a savepoint to the transaction around it. */
export async function mergeGathered(inner: Tx, outer: Tx): Promise<void> {
  for (const [write, rows] of open.get(inner) ?? []) await gather(outer, write, rows as never[])
  open.delete(inner)
}
