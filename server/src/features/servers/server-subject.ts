import { eq, inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { GateRow } from './gate.ts'
import type { ServerRow } from './module-server.ts'
import type { ConnectionReport } from './schemas.ts'
import { serverGate, servers } from './tables.ts'

/** A server with what holds its calls back. */
export type ServerSubject = ServerRow & {
  gate: GateRow
  /** What a test found that was made for the action. */
  report?: ConnectionReport
}

/** Servers belong to no customer. */
export const serverSubject: SubjectKind<ServerSubject> = {
  noun: 'server',
  plural: 'servers',
  async load(db, ids) {
    if (ids.length === 0) return new Map()
    const rows = await db
      .select({ server: servers, gate: serverGate })
      .from(servers)
      .innerJoin(serverGate, eq(serverGate.serverId, servers.id))
      .where(inArray(servers.id, [...ids]))
    return new Map(rows.map(({ server, gate }) => [server.id, { ...server, gate }]))
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
