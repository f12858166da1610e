import type { Db, Tx } from './db.ts'

/** What of a prepared query and of a session is the builder's own business. */
interface Session {
  session: { client: unknown }
}

/**
 * A query that is built once for the whole program and then runs in any transaction: what differs
 * are placeholders. For what is read in nearly every transaction, where building costs more than
 * asking.
 */
export function preparedIn<Prepared extends object>(
  prepare: (db: Db | Tx) => Prepared,
): (db: Db | Tx) => Prepared {
  let built: Prepared | undefined
  return (db) => {
    built ??= prepare(db)
    const { client } = (db as unknown as Session).session
    return Object.create(built, { client: { value: client } }) as Prepared
  }
}
