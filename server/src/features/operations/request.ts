import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { asksToAbort } from '../../domain/operation-intent.ts'
import {
  ON_SERVER_STATES,
  type OperationKind,
  WAITING_STATES,
} from '../../domain/operation-lifecycle.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { notify } from '../../platform/notifications.ts'
import { refuse } from '../../platform/problem.ts'
import { recordOperation } from './record-operation.ts'
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
}

/**
 * Writes an intent in the caller's transaction, which has locked the service. It takes the place of
 * the intent that waits, asks the operation on the server to give up where it contradicts it, and
 * starts when that has settled. 409 `being_imported` while the service is being imported.
 */
export async function requestOperation(
  tx: Tx,
  env: Env,
  intent: OperationIntent,
): Promise<{ operationId: string }> {
  for (const other of await lockOpen(tx, [intent.serviceId])) {
    if (isImport(other)) throw refuse('being_imported')
    if (isWaiting(other)) await closeWaiting(tx, env, other, 'superseded')
    else if (asksToAbort(intent.kind, other.kind)) await requestAbort(tx, env, other)
  }
  const row = await insertOperation(tx, env, intent, { state: 'queued' })
  emit(tx, 'operation.requested', [
    { operationId: row.id, serviceId: row.serviceId, kind: row.kind },
  ])
  await notify(tx, OPERATIONS_CHANNEL, '')
  return { operationId: row.id }
}

/**
 * For types without a server: the operation has succeeded the moment it is requested, with all its
 * effects, in the caller's transaction.
 */
export async function settleAtOnce(
  tx: Tx,
  env: Env,
  intent: Pick<OperationIntent, 'serviceId' | 'customerId' | 'kind' | 'input'>,
): Promise<{ operationId: string }> {
  for (const other of await lockOpen(tx, [intent.serviceId])) {
    if (isWaiting(other)) await closeWaiting(tx, env, other, 'superseded')
  }
  const row = await insertOperation(tx, env, { ...intent, serverId: null }, { state: 'succeeded' })
  const report = intent.kind === 'terminate' ? { gone: true } : {}
  await env.ctx.settlements.operations[intent.kind].succeeded(tx, env, row, report)
  return { operationId: row.id }
}

/** Gives up the intent that waits, if any: nothing of it has been sent to the server. */
export async function withdrawWaiting(tx: Tx, env: Env, serviceId: string): Promise<void> {
  for (const open of await lockOpen(tx, [serviceId])) {
    if (isWaiting(open)) await closeWaiting(tx, env, open, 'abandoned')
  }
}

/** The operations that still mean something, at most two per service: on the server, and next. */
export async function openOperations(
  db: Db | Tx,
  serviceIds: readonly string[],
): Promise<Operation[]> {
  if (serviceIds.length === 0) return []
  return db
    .select()
    .from(operations)
    .where(
      and(
        inArray(operations.serviceId, [...serviceIds]),
        inArray(operations.state, [...ON_SERVER_STATES, ...WAITING_STATES]),
      ),
    )
    .orderBy(operations.createdAt, operations.id)
}

/** Finished or undone before anything else is asked: until then the resource is not ours. */
export const isImport = ({ kind, input }: Operation) =>
  kind === 'adopt' && typeof input.importId === 'string'

const isWaiting = ({ state }: Operation) => state === 'queued' || state === 'failed'

/** The operations of services that are open, locked. */
export function lockOpen(tx: Tx, serviceIds: readonly string[]): Promise<Operation[]> {
  return tx
    .select()
    .from(operations)
    .where(
      and(
        anyOf(operations.serviceId, serviceIds),
        inArray(operations.state, [...ON_SERVER_STATES, ...WAITING_STATES]),
      ),
    )
    .orderBy(operations.id)
    .for('update')
}

async function closeWaiting(
  tx: Tx,
  env: Env,
  waiting: Operation,
  state: 'superseded' | 'abandoned',
): Promise<void> {
  await tx
    .update(operations)
    .set({ state, dueAt: null, settledAt: env.now })
    .where(eq(operations.id, waiting.id))
  await recordOperation(tx, env, { ...waiting, state }, { was: waiting.state })
}

async function requestAbort(tx: Tx, env: Env, onServer: Operation): Promise<void> {
  if (onServer.abortRequestedAt !== null) return
  await tx
    .update(operations)
    .set({ abortRequestedAt: env.now })
    .where(eq(operations.id, onServer.id))
}

async function insertOperation(
  tx: Tx,
  env: Env,
  intent: OperationIntent,
  { state }: { state: 'queued' | 'succeeded' },
): Promise<Operation> {
  const { actor, now } = env
  const open = state === 'queued'
  const [row] = await tx
    .insert(operations)
    .values({
      id: newId(),
      serviceId: intent.serviceId,
      serverId: intent.serverId,
      kind: intent.kind,
      state,
      input: intent.input,
      dueAt: open ? (intent.dueAt ?? now) : null,
      settledAt: open ? null : now,
      requestedBy: { kind: actor.kind, id: actor.id, name: actor.name },
      cause: env.cause,
      createdAt: now,
    })
    .returning()
  if (!row) throw new Error('operation not written')
  await recordOperation(tx, env, row, { was: null, customerId: intent.customerId })
  return row
}
