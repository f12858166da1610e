import { inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { ServerRow } from './module-server.ts'
import { servers } from './tables.ts'

/** Servers belong to no customer. */
export const serverSubject: SubjectKind<ServerRow> = {
  noun: 'server',
  plural: 'servers',
  async load(db, ids) {
    if (ids.length === 0) return new Map()
    const rows = await db
      .select()
      .from(servers)
      .where(inArray(servers.id, [...ids]))
    return new Map(rows.map((row) => [row.id, row]))
  },
  async lock(tx, ids) {
    await tx
      .select({ id: servers.id })
      .from(servers)
      .where(inArray(servers.id, [...ids]))
      .orderBy(servers.id)
      .for('no key update')
  },
  customerOf: () => '',
}
