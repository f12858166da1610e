import { and, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { ON_SERVER_STATES, WAITING_STATES } from '../../domain/operation-lifecycle.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Causes } from '../../platform/with-cause.ts'
import { recordOperations } from './record-operation.ts'
import type { Operation } from './settlement.ts'
import { operations } from './tables.ts'

/** The operations that still mean something, at most two per service: on the server, and next. */
export async function openOperations(
  db: Db | Tx,
  serviceIds: readonly string[],
): Promise<Operation[]> {
  if (serviceIds.length === 0) return []
  return db
    .select()
    .from(operations)
    .where(isOpenOf(serviceIds))
    .orderBy(operations.createdAt, operations.id)
}

/** The same, locked. */
export async function lockOpen(tx: Tx, serviceIds: readonly string[]): Promise<Operation[]> {
  if (serviceIds.length === 0) return []
  return tx
    .select()
    .from(operations)
    .where(isOpenOf(serviceIds))
    .orderBy(operations.id)
    .for('update')
}

const isOpenOf = (serviceIds: readonly string[]) =>
  and(
    anyOf(operations.serviceId, serviceIds),
    inArray(operations.state, [...ON_SERVER_STATES, ...WAITING_STATES]),
  )

/** Finished or undone before anything else is asked: until then the resource is not ours. */
export const isImport = ({ kind, input }: Operation) =>
  kind === 'adopt' && typeof input.importId === 'string'

/** Nothing of it is with the server at this moment. */
export const isWaiting = ({ state }: Operation) => state === 'queued' || state === 'failed'

/** Gives up the intents that wait, if any: nothing of them has been sent to the server. */
export async function withdrawWaiting(
  tx: Tx,
  env: Env,
  serviceIds: readonly string[],
  causes: Causes = new Map(),
): Promise<void> {
  const waiting = (await lockOpen(tx, serviceIds)).filter(isWaiting)
  await closeWaiting(tx, env, { waiting, state: 'abandoned', causes })
}

interface Closing {
  waiting: readonly Operation[]
  state: 'superseded' | 'abandoned'
  /** By service. */
  causes: Causes
}

/** Ends locked intents that wait. */
export async function closeWaiting(
  tx: Tx,
  env: Env,
  { waiting, state, causes }: Closing,
): Promise<void> {
  if (waiting.length === 0) return
  const ids = waiting.map(({ id }) => id)
  await tx
    .update(operations)
    .set({ state, dueAt: null, settledAt: env.now })
    .where(anyOf(operations.id, ids))
  await recordOperations(
    tx,
    env,
    waiting.map((operation) => ({
      operation: { ...operation, state },
      move: { was: operation.state },
      cause: causes.get(operation.serviceId),
    })),
  )
}
