import { sql } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { keptStatement } from '../../../platform/kept-query.ts'
import { notify } from '../../../platform/notifications.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { updateMany } from '../../../platform/update-many.ts'
import { countCalls, noteCall } from '../../servers/gate.ts'
import { recordHealth } from '../../servers/health.ts'
import { reservePlace } from '../../servers/places.ts'
import { operationEnv } from '../operation-env.ts'
import { recordOperation } from '../record-operation.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import type { Operation } from '../settlement.ts'
import { operations } from '../tables.ts'
import type { ToldByCalls } from './call.ts'
import type { Claim } from './claim.ts'
import { type Decision, decideOutcome } from './decide-outcome.ts'
import { heldBy } from './during-call.ts'
import type { Outcome } from './outcome.ts'
import { complaintOf, findingOf } from './tell-server.ts'

/**
 * Writes what came of a claim, with all that follows from it, in one transaction. `late` when the
 * claim was given up meanwhile: then nothing is changed.
 */
export async function recordOutcome(
  ctx: Context,
  { operation }: Claim,
  outcome: Outcome,
  told: ToldByCalls | null = null,
): Promise<'recorded' | 'late'> {
  return inTransaction(ctx, async (tx) => {
    await ctx.settlements.subjects.lock(tx, [operation.serviceId])
    const { id, claimNo } = operation
    const [current] = await lockHeld(tx).execute({ id, claimNo })
    if (!current) return 'late'
    await settle(ctx, tx, current, { outcome, told })
    return 'recorded'
  })
}

const lockHeld = preparedIn((db) =>
  db
    .select()
    .from(operations)
    .where(heldBy({ id: sql.placeholder('id'), claimNo: sql.placeholder('claimNo') }))
    .for('update')
    .prepare('operation_held'),
)

/** The same for an operation that is locked already, with its service where it matters. */
export async function settle(
  ctx: Context,
  tx: Tx,
  operation: Operation,
  { outcome, told }: { outcome: Outcome; told: ToldByCalls | null },
): Promise<void> {
  const around = await lookAround(tx, operation)
  const { hasNext } = around
  const full = outcome.kind === 'failed' && outcome.error.code === 'capacity' && !hasNext
  const service =
    full || outcome.kind === 'absent'
      ? await ctx.settlements.subjects.read(ctx, tx, operation.serviceId)
      : null
  const decision = decideOutcome(operation, outcome, {
    now: ctx.clock.now(),
    hasNext,
    settleMs: ctx.modules.get(service?.type ?? '')?.settleMs ?? 0,
    otherServerId: full && service ? await otherServer(tx, operation, service) : null,
  })
  await updateMany(tx, operations, [{ id: operation.id, ...decision.set }])
  const row = { ...operation, ...decision.set }
  await follow(ctx, tx, { before: operation, row, decision, outcome, around })
  await tellServer(tx, operationEnv(ctx, row), { row: operation, outcome, told, around })
}

/** What an outcome looks at besides its operation. */
interface Surroundings {
  /** A newer intent waits for this one to settle. */
  hasNext: boolean
  customerId: string | null
  /** The server was found unhealthy before. */
  unwell: boolean
  /** Calls to it have failed lately. */
  failing: boolean
  /** It takes so many calls in a minute only. */
  callsPerMinute: number | null
}

async function lookAround(tx: Tx, { serviceId, serverId }: Operation): Promise<Surroundings> {
  const { rows } = await keptStatement<{ [fact in keyof Surroundings]: Surroundings[fact] }>(
    tx,
    sql`
    select exists (select from operations
        where service_id = ${serviceId} and state in ('queued', 'failed')) as "hasNext",
      (select customer_id from services where id = ${serviceId}) as "customerId",
      coalesce(server.health = 'unhealthy', false) as unwell,
      coalesce(server.failures > 0, false) as failing,
      server.calls_per_minute as "callsPerMinute"
    from (select 1) always
    left join (select s.health, s.calls_per_minute, g.failures
      from servers s join server_gate g on g.server_id = s.id
      where s.id = ${serverId}) server on true`,
  )
  const [seen] = rows
  if (!seen) throw new Error('nothing answered')
  return seen
}

interface Followed {
  before: Operation
  row: Operation
  decision: Decision
  outcome: Outcome
  around: Surroundings
}

async function follow(ctx: Context, tx: Tx, followed: Followed): Promise<void> {
  const { before, row, decision, outcome, around } = followed
  const env = operationEnv(ctx, row)
  const { customerId } = around
  const move = { was: before.state, silent: isWaitingOnly(outcome), customerId }
  await recordOperation(tx, env, row, move)
  if (row.serverId !== null && row.serverId !== before.serverId) {
    await ctx.settlements.subjects.move(tx, env, row.serviceId, row.serverId)
  }
  if (decision.serverUnhealthy && row.serverId !== null) {
    await recordHealth(tx, env, row.serverId, { health: 'unhealthy', message: row.errorMessage })
  }
  // A server that does what it is asked is well, whatever was found before.
  if (outcome.kind === 'succeeded' && row.serverId !== null && around.unwell) {
    await recordHealth(tx, env, row.serverId, { health: 'healthy', message: null })
  }
  const settlement = ctx.settlements.operations[row.kind]
  if (outcome.kind === 'succeeded') await settlement.succeeded(tx, env, row, outcome.report)
  if (decision.settlement === 'failed') {
    await settlement.failed(tx, env, row, decision.waitsForStaff)
  }
  const { id: operationId, serviceId, kind, errorCode, errorMessage } = row
  const about = { operationId, serviceId, kind, errorCode, errorMessage }
  if (outcome.kind === 'unknown' || outcome.kind === 'died') {
    emit(tx, 'operation.unknown', [about])
  }
  if (outcome.kind === 'finding' && outcome.code === 'duplicate') {
    const { remoteIds } = outcome
    emit(tx, 'operation.duplicate_found', [
      { operationId, serviceId, serverId: before.serverId, remoteIds },
    ])
  }
  // An import that was refused is undone with its service: nobody has anything to decide.
  const isLeft = decision.waitsForStaff && (await serviceExists(ctx, tx, serviceId))
  if (isLeft) emit(tx, 'operation.waits_for_staff', [about])
  await notify(tx, OPERATIONS_CHANNEL, '')
}

/** Keeps what the calls told about their server. Last: a gate comes after everything else. */
async function tellServer(
  tx: Tx,
  env: Env,
  told: Pick<Followed, 'row' | 'outcome' | 'around'> & { told: ToldByCalls | null },
): Promise<void> {
  const { serverId, id: operationId } = told.row
  if (serverId === null) return
  const { failing, callsPerMinute } = told.around
  // The claim has counted one.
  const more = (told.told?.calls ?? 0) - 1
  if (callsPerMinute !== null && more > 0) await countCalls(tx, serverId, more)
  const finding = findingOf(told.outcome, told.told)
  const message = complaintOf(told.outcome)
  if (!finding || (finding.kind === 'answered' && message === null && !failing)) return
  await noteCall(tx, env, serverId, { finding, message, operationId })
}

async function serviceExists(ctx: Context, tx: Tx, serviceId: string): Promise<boolean> {
  return (await ctx.settlements.subjects.names(tx, [serviceId])).has(serviceId)
}

/** Looking again later is no news. */
function isWaitingOnly({ kind }: Outcome): boolean {
  return kind === 'absent' || kind === 'still_running' || kind === 'asked_in_vain'
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
