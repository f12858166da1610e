import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import {
  afterCall,
  type CallFinding,
  type Gate,
  type GateState,
  gateState,
  OPEN_GATE,
} from '../../domain/server-gate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { notify } from '../../platform/notifications.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { serverGate, servers } from './tables.ts'

export type GateRow = typeof serverGate.$inferSelect

/** NOTIFY channel of the workers that carry out operations. */
const OPERATIONS_CHANNEL = 'operations'

/** What a call told about its server, and in which words. */
export interface ToldByCall {
  finding: CallFinding
  /** What went wrong, without secrets; null when nothing did. */
  message: string | null
  operationId: string | null
}

/**
 * Keeps what a call found of its server. Last in the house's lock order. That a queue was paused for
 * good, and that the breaker opened or closed, stands in the history and is told as
 * `server.gate_changed`; a wish to wait a little is everyday and does not.
 */
export async function noteCall(
  tx: Tx,
  env: Env,
  serverId: string,
  { finding, message, operationId }: ToldByCall,
): Promise<void> {
  const [before] = await tx
    .select()
    .from(serverGate)
    .where(eq(serverGate.serverId, serverId))
    .for('no key update')
  if (!before) return
  const { now } = env
  const after = afterCall(before, finding, now)
  await tx
    .update(serverGate)
    .set({
      ...gateColumns(after),
      ...(after.pauseCause === null ? {} : { pauseReason: message ?? before.pauseReason }),
      ...(message === null
        ? {}
        : { lastError: message, lastErrorAt: now, lastErrorOperationId: operationId }),
    })
    .where(eq(serverGate.serverId, serverId))
  await tellGate(tx, env, serverId, { before, after, message })
}

/** Counts calls that a claim made beyond its first against the server's rate, if it has one. */
export async function countCalls(tx: Tx, serverId: string, more: number): Promise<void> {
  await tx.execute(sql`
    update server_gate g
    set next_call_at = next_call_at + ceil(60000.0 / s.calls_per_minute) * ${more}::int
      * interval '1 millisecond'
    from servers s where s.id = g.server_id and g.server_id = ${serverId}`)
}

/** Ends every pause and closes the breaker. */
export async function liftGate(tx: Tx, serverId: string): Promise<void> {
  await tx
    .update(serverGate)
    .set({ ...gateColumns(OPEN_GATE), pauseReason: null })
    .where(eq(serverGate.serverId, serverId))
  await notify(tx, OPERATIONS_CHANNEL, '')
}

const gateColumns = ({ pauseCause, pausedUntil, failures, openUntil }: Gate) => ({
  ...{ pauseCause, pausedUntil },
  ...{ failures, openUntil },
})

async function tellGate(
  tx: Tx,
  env: Env,
  serverId: string,
  { before, after, message }: { before: GateRow; after: Gate; message: string | null },
): Promise<void> {
  const seen = (gate: Gate) => gateState(gate, { suspended: false, now: env.now })
  const [was, is] = [seen(before), seen(after)]
  if (was.state === is.state && was.until === is.until && message === null) return
  await tellChanged(tx, [{ subject: 'server', id: serverId, customerId: null }])
  if (was.state === is.state || isEveryday(before) || isEveryday(after)) return
  const change = {
    before: { gate: was.state },
    after: { gate: is.state, cause: after.pauseCause, message },
  }
  const entry = { subject: 'server', subjectId: serverId, kind: `server.gate_${is.state}` } as const
  await record(tx, env, [{ ...entry, ...change }])
  emit(tx, 'server.gate_changed', [{ serverId, state: is.state, message }])
}

const isEveryday = ({ pauseCause }: Gate) => pauseCause === 'rate_limit'

/** How many servers are in which state; there are few. */
export async function countGates(db: Db, now: Instant): Promise<Record<GateState, number>> {
  const rows = await db
    .select({ gate: serverGate, suspendedAt: servers.suspendedAt })
    .from(serverGate)
    .innerJoin(servers, eq(servers.id, serverGate.serverId))
  const counts = { open: 0, paused: 0, broken: 0, suspended: 0 }
  for (const { gate, suspendedAt } of rows)
    counts[gateState(gate, { suspended: suspendedAt !== null, now }).state] += 1
  return counts
}
