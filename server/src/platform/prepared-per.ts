import type { Db } from './db.ts'

/**
 * A statement with a name, made once per database: each connection then parses it once, and plans
 * it once where one plan fits all values.
 */
export function preparedPer<Prepared>(prepare: (db: Db) => Prepared): (db: Db) => Prepared {
  const made = new WeakMap<Db, Prepared>()
  return (db) => {
    const known = made.get(db)
    if (known) return known
    const fresh = prepare(db)
    made.set(db, fresh)
    return fresh
  }
}
