import { and, eq, inArray } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { notify } from '../../../platform/notifications.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { recordHealth } from '../../servers/health.ts'
import { reservePlace } from '../../servers/places.ts'
import { servers } from '../../servers/tables.ts'
import { operationEnv } from '../operation-env.ts'
import { recordOperation } from '../record-operation.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import type { Operation } from '../settlement.ts'
import { operations } from '../tables.ts'
import type { Claim } from './claim.ts'
import { type Decision, decideOutcome } from './decide-outcome.ts'
import { heldBy } from './during-call.ts'
import type { Outcome } from './outcome.ts'

/**
 * Writes what came of a claim, with all that follows from it, in one transaction. `late` when the
 * claim was given up meanwhile: then nothing is changed.
 */
export async function recordOutcome(
  ctx: Context,
  { operation }: Claim,
  outcome: Outcome,
): Promise<'recorded' | 'late'> {
  return inTransaction(ctx, async (tx) => {
    await ctx.settlements.subjects.lock(tx, [operation.serviceId])
    const [current] = await tx.select().from(operations).where(heldBy(operation)).for('update')
    if (!current) return 'late'
    await settle(ctx, tx, current, outcome)
    return 'recorded'
  })
}

/** The same for an operation that is locked already, with its service where it matters. */
export async function settle(
  ctx: Context,
  tx: Tx,
  operation: Operation,
  outcome: Outcome,
): Promise<void> {
  const service = await ctx.settlements.subjects.read(ctx, tx, operation.serviceId)
  const hasNext = await hasWaiting(tx, operation.serviceId)
  const full = outcome.kind === 'failed' && outcome.error.code === 'capacity' && !hasNext
  const decision = decideOutcome(operation, outcome, {
    now: ctx.clock.now(),
    hasNext,
    settleMs: ctx.modules.get(service?.type ?? '')?.settleMs ?? 0,
    otherServerId: full && service ? await otherServer(tx, operation, service) : null,
  })
  const [row] = await tx
    .update(operations)
    .set(decision.set)
    .where(eq(operations.id, operation.id))
    .returning()
  if (!row) throw new Error(`operation ${operation.id} vanished`)
  await follow(ctx, tx, { before: operation, row, decision, outcome })
}

interface Followed {
  before: Operation
  row: Operation
  decision: Decision
  outcome: Outcome
}

async function follow(ctx: Context, tx: Tx, followed: Followed): Promise<void> {
  const { before, row, decision, outcome } = followed
  const env = operationEnv(ctx, row)
  await recordOperation(tx, env, row, { was: before.state, silent: isWaitingOnly(outcome) })
  if (row.serverId !== null && row.serverId !== before.serverId) {
    await ctx.settlements.subjects.move(tx, env, row.serviceId, row.serverId)
  }
  if (decision.serverUnhealthy && row.serverId !== null) {
    await recordHealth(tx, env, row.serverId, { health: 'unhealthy', message: row.errorMessage })
  }
  if (outcome.kind === 'succeeded' && row.serverId !== null) {
    await restoreHealth(tx, env, row.serverId)
  }
  const settlement = ctx.settlements.operations[row.kind]
  if (outcome.kind === 'succeeded') await settlement.succeeded(tx, env, row, outcome.report)
  if (decision.settlement === 'failed') {
    await settlement.failed(tx, env, row, decision.waitsForStaff)
  }
  const { id: operationId, serviceId, kind, errorCode, errorMessage } = row
  const about = { operationId, serviceId, kind, errorCode, errorMessage }
  if (outcome.kind === 'unknown') emit(tx, 'operation.unknown', [about])
  // An import that was refused is undone with its service: nobody has anything to decide.
  const isLeft = decision.waitsForStaff && (await serviceExists(ctx, tx, serviceId))
  if (isLeft) emit(tx, 'operation.waits_for_staff', [about])
  await notify(tx, OPERATIONS_CHANNEL, '')
}

/** A server that does what it is asked is well, whatever was found before. */
async function restoreHealth(tx: Tx, env: Env, serverId: string): Promise<void> {
  const unwell = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(eq(servers.id, serverId), eq(servers.health, 'unhealthy')))
  if (unwell.length > 0) await recordHealth(tx, env, serverId, { health: 'healthy', message: null })
}

async function serviceExists(ctx: Context, tx: Tx, serviceId: string): Promise<boolean> {
  return (await ctx.settlements.subjects.names(tx, [serviceId])).has(serviceId)
}

/** Looking again later is no news. */
function isWaitingOnly({ kind }: Outcome): boolean {
  return kind === 'absent' || kind === 'still_running' || kind === 'asked_in_vain'
}

async function hasWaiting(tx: Tx, serviceId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(
      and(eq(operations.serviceId, serviceId), inArray(operations.state, ['queued', 'failed'])),
    )
  return rows.length > 0
}

/** A place on a server of the group that has not said yet that it is full. Only for what is new. */
async function otherServer(
  tx: Tx,
  { kind, serverId, checkpoint }: Operation,
  { type, serverGroupId }: { type: string; serverGroupId: string | null },
): Promise<string | null> {
  if (kind !== 'create' || serverGroupId === null || serverId === null) return null
  const exceptServerIds = [...(checkpoint.fullServerIds ?? []), serverId]
  return reservePlace(tx, { type, serverGroupId, exceptServerIds })
}
