import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { asksToAbort } from '../../domain/operation-intent.ts'
import type { OperationKind } from '../../domain/operation-lifecycle.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { insertMany } from '../../platform/insert-many.ts'
import { notify } from '../../platform/notifications.ts'
import { refuse } from '../../platform/problem.ts'
import { closeWaiting, isImport, isWaiting, lockOpen } from './open-operations.ts'
import { recordOperations } from './record-operation.ts'
import type { Operation } from './settlement.ts'
import { operations } from './tables.ts'

/** NOTIFY channel of the workers: something is due, or an attempt is asked to give up. */
export const OPERATIONS_CHANNEL = 'operations'

/** One intended change of a service's resource. */
export interface OperationIntent {
  serviceId: string
  /** Whose the service is, where the caller knows. */
  customerId?: string
  /** Null for types without a server, and while none is chosen. */
  serverId: string | null
  kind: OperationKind
  /**
   * What the kind needs. The engine reads `power: { signal }` and `reinstall: { keepData }`; an
   * `adopt` that makes its service names its `importId`; the rest is for the settlement. Never a
   * secret.
   */
  input: Record<string, unknown>
  /** Not before this moment; default at once. */
  dueAt?: Instant
  /** Where it differs from the environment's: intents for many, each for its own reason. */
  cause?: Env['cause']
}

/**
 * Writes intents in the caller's transaction, which has locked the services; one for each. It takes
 * the place of the intent that waits, asks the operation on the server to give up where it
 * contradicts it, and starts when that has settled. 409 `being_imported` while a service is being
 * imported. Answers the operations in the order of the intents.
 */
export async function requestOperations(
  tx: Tx,
  env: Env,
  intents: readonly OperationIntent[],
): Promise<{ operationId: string }[]> {
  if (intents.length === 0) return []
  const onServer = await takePlaces(tx, env, intents)
  const kinds = new Map(intents.map(({ serviceId, kind }) => [serviceId, kind]))
  const unwanted = onServer.filter(({ serviceId, kind }) => {
    const wanted = kinds.get(serviceId)
    return wanted !== undefined && asksToAbort(wanted, kind)
  })
  await requestAbort(tx, env, unwanted)
  const made = await insertOperations(tx, env, intents, 'queued')
  emit(
    tx,
    'operation.requested',
    made.map(({ id, serviceId, kind }) => ({ operationId: id, serviceId, kind })),
  )
  await notify(tx, OPERATIONS_CHANNEL, '')
  return made.map(({ id }) => ({ operationId: id }))
}

/** The same for one. */
export async function requestOperation(
  tx: Tx,
  env: Env,
  intent: OperationIntent,
): Promise<{ operationId: string }> {
  const [made] = await requestOperations(tx, env, [intent])
  if (!made) throw new Error('operation not written')
  return made
}

/**
 * For types without a server: operations that have succeeded the moment they are requested. What
 * they bring about is the caller's to do, in the same transaction.
 */
export async function insertSettled(
  tx: Tx,
  env: Env,
  intents: readonly Omit<OperationIntent, 'serverId'>[],
): Promise<Operation[]> {
  if (intents.length === 0) return []
  const without = intents.map((intent) => ({ ...intent, serverId: null }))
  await takePlaces(tx, env, without)
  return insertOperations(tx, env, without, 'succeeded')
}

/** The same for one, with all its effects. */
export async function settleAtOnce(
  tx: Tx,
  env: Env,
  intent: Omit<OperationIntent, 'serverId'>,
): Promise<{ operationId: string }> {
  const [row] = await insertSettled(tx, env, [intent])
  if (!row) throw new Error('operation not written')
  const report = intent.kind === 'terminate' ? { gone: true } : {}
  await env.ctx.settlements.operations[intent.kind].succeeded(tx, env, row, report)
  return { operationId: row.id }
}

/** Supersedes the intents that wait; answers what is on the servers. */
async function takePlaces(
  tx: Tx,
  env: Env,
  intents: readonly OperationIntent[],
): Promise<Operation[]> {
  const open = await lockOpen(
    tx,
    intents.map(({ serviceId }) => serviceId),
  )
  if (open.some(isImport)) throw refuse('being_imported')
  const causes = new Map(intents.map(({ serviceId, cause }) => [serviceId, cause]))
  await closeWaiting(tx, env, { waiting: open.filter(isWaiting), state: 'superseded', causes })
  return open.filter((operation) => !isWaiting(operation))
}

async function requestAbort(tx: Tx, env: Env, onServer: readonly Operation[]): Promise<void> {
  const ids = onServer.filter((row) => row.abortRequestedAt === null).map(({ id }) => id)
  if (ids.length === 0) return
  await tx.update(operations).set({ abortRequestedAt: env.now }).where(anyOf(operations.id, ids))
}

/** What the table gives an operation that nobody has tried yet. */
const UNTRIED = {
  ...{ attempts: 0, failures: 0, claimNo: 0, workerId: null, leaseUntil: null },
  ...{ firstFailedAt: null, errorCode: null, errorMessage: null, reserved: {}, checkpoint: {} },
  ...{ abortRequestedAt: null, progress: null, startedAt: null },
}

async function insertOperations(
  tx: Tx,
  env: Env,
  intents: readonly OperationIntent[],
  state: 'queued' | 'succeeded',
): Promise<Operation[]> {
  const { actor, now } = env
  const isOpen = state === 'queued'
  const requestedBy = { kind: actor.kind, id: actor.id, name: actor.name }
  const rows = intents.map(({ serviceId, serverId, kind, input, dueAt, cause }) => ({
    id: newId(),
    ...{ serviceId, serverId, kind, state, input, requestedBy, cause: cause ?? env.cause },
    dueAt: isOpen ? (dueAt ?? now) : null,
    settledAt: isOpen ? null : now,
    createdAt: now,
  }))
  await insertMany(tx, operations, rows)
  const made = rows.map((row): Operation => ({ ...UNTRIED, ...row }))
  await recordOperations(
    tx,
    env,
    made.map((operation, index) => ({
      operation,
      move: { was: null, customerId: intents[index]?.customerId },
      cause: intents[index]?.cause,
    })),
  )
  return made
}
