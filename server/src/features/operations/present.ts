import { eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { isOpenOperation } from '../../domain/operation-lifecycle.ts'
import { gateState } from '../../domain/server-gate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { serverGate, servers } from '../servers/tables.ts'
import type { OperationJson } from './schemas.ts'
import type { Operation } from './settlement.ts'

/** Operations as the API answers them, with the names of their services and servers. */
export async function presentOperations(
  ctx: Context,
  db: Db | Tx,
  rows: readonly Operation[],
): Promise<OperationJson[]> {
  if (rows.length === 0) return []
  const serviceOf = await servicesOf(
    db,
    rows.map(({ serviceId }) => serviceId),
  )
  const serverOf = await serversOf(
    db,
    rows.flatMap(({ serverId }) => serverId ?? []),
    ctx.clock.now(),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    waitsForStaff: waitsForStaff(row),
    service: serviceOf.get(row.serviceId) ?? null,
    server: serverOf.get(row.serverId ?? '') ?? null,
    attempts: row.attempts,
    dueAt: toInstantJson(row.dueAt),
    progress: row.progress,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    requestedBy: row.requestedBy,
    cause: row.cause,
    abortRequestedAt: toInstantJson(row.abortRequestedAt),
    createdAt: toInstantJson(row.createdAt),
    startedAt: toInstantJson(row.startedAt),
    settledAt: toInstantJson(row.settledAt),
  }))
}

/** True when nothing goes on unless a person acts. */
export function waitsForStaff({ state, dueAt }: Pick<Operation, 'state' | 'dueAt'>): boolean {
  return state !== 'running' && isOpenOperation(state) && dueAt === null
}

type ServiceJson = NonNullable<OperationJson['service']>

/** Services that do not exist any more are missing. */
async function servicesOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, ServiceJson>> {
  const { rows } = await db.execute<Record<keyof ServiceJson, never>>(sql`
    select s.id, s.number::int as number, s.name, s.type, s.status,
      s.customer_id as "customerId", c.name as "customerName"
    from services s join customers c on c.id = s.customer_id
    where s.id = any(${sql.param([...new Set(ids)])}::uuid[])`)
  return new Map(rows.map((row: ServiceJson) => [row.id, row]))
}

async function serversOf(db: Db | Tx, ids: readonly string[], now: Instant) {
  const rows = await db
    .select({
      ...{ id: servers.id, name: servers.name, type: servers.type },
      ...{ suspendedAt: servers.suspendedAt, gate: serverGate },
    })
    .from(servers)
    .innerJoin(serverGate, eq(serverGate.serverId, servers.id))
    .where(inArray(servers.id, [...new Set(ids)]))
  return new Map(
    rows.map(({ suspendedAt, gate, ...server }) => {
      const { state, until } = gateState(gate, { suspended: suspendedAt !== null, now })
      return [server.id, { ...server, gate: { state, until: toInstantJson(until) } }]
    }),
  )
}
