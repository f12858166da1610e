import type { Env } from '../../context.ts'
import type { OperationState } from '../../domain/operation-lifecycle.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { type HistoryEntry, record } from '../history/record.ts'
import type { Operation } from './settlement.ts'

/** What the history calls an operation that came into a state. */
const ENTRY: Record<OperationState, string> = {
  queued: 'operation.requested',
  running: 'operation.started',
  succeeded: 'operation.succeeded',
  failed: 'operation.failed',
  unknown: 'operation.lost',
  abandoned: 'operation.abandoned',
  superseded: 'operation.superseded',
}

export interface OperationMove {
  /** The state before; null for a new one. */
  was: OperationState | null
  note?: string | null
  /** Staff asked for it to be tried, or asked about, again. */
  retried?: boolean
  /** Only the streams are told. */
  silent?: boolean
  /** Whose the service is, where the caller knows; otherwise it is looked up. */
  customerId?: string | null
}

/** An operation that moved, and why where that differs from the environment's. */
export interface MovedOperation {
  operation: Operation
  move: OperationMove
  cause?: Env['cause']
}

/** The history entries of operations' moves, and the word to the streams of their services. */
export async function recordOperations(
  tx: Tx,
  env: Env,
  moved: readonly MovedOperation[],
): Promise<void> {
  const ownerOf = await readOwners(tx, env, moved)
  const told = moved.filter(({ move }) => !move.silent)
  await record(
    tx,
    env,
    told.map((one) => ({ ...entryOf(one.operation, one.move, ownerOf(one)), cause: one.cause })),
  )
  await tellChanged(
    tx,
    moved.flatMap((one) => [
      { subject: 'operation', id: one.operation.id, customerId: null },
      { subject: 'service', id: one.operation.serviceId, customerId: ownerOf(one) },
    ]),
  )
}

/** The same for one. */
export async function recordOperation(
  tx: Tx,
  env: Env,
  operation: Operation,
  move: OperationMove,
): Promise<void> {
  await recordOperations(tx, env, [{ operation, move }])
}

/** Whose the services are: as the caller knows, or looked up. */
async function readOwners(tx: Tx, { ctx }: Env, moved: readonly MovedOperation[]) {
  const unknown = moved.filter(({ move }) => (move.customerId ?? null) === null)
  const ids = unknown.map(({ operation }) => operation.serviceId)
  const names = ids.length > 0 ? await ctx.settlements.subjects.names(tx, ids) : null
  return ({ operation, move }: MovedOperation): string | null =>
    move.customerId ?? names?.get(operation.serviceId)?.customerId ?? null
}

function entryOf(
  operation: Operation,
  move: OperationMove,
  customerId: string | null,
): HistoryEntry {
  const { id, serviceId, serverId, kind, state, attempts, errorCode } = operation
  return {
    subject: 'operation',
    subjectId: id,
    customerId,
    kind: move.retried ? 'operation.retried' : ENTRY[state],
    before: move.was === null ? null : { state: move.was },
    after: { state, kind, serviceId, serverId, attempts, ...(errorCode ? { errorCode } : {}) },
    note: move.note ?? null,
  }
}
