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

/** The history entry of an operation's move, and the word to the streams of its service. */
export async function recordOperation(
  tx: Tx,
  env: Env,
  operation: Operation,
  move: OperationMove,
): Promise<void> {
  const { id, serviceId } = operation
  const customerId = move.customerId ?? (await ownerOf(tx, env, serviceId))
  if (!move.silent) await record(tx, env, [entryOf(operation, { ...move, customerId })])
  await tellChanged(tx, [
    { subject: 'operation', id, customerId: null },
    { subject: 'service', id: serviceId, customerId },
  ])
}

/** Of a new operation what its entry says. */
export type RecordedOperation = Pick<
  Operation,
  'id' | 'serviceId' | 'serverId' | 'kind' | 'state' | 'attempts' | 'errorCode'
>

/** The same for many new ones, each with its own reason. */
export async function recordOperations(
  tx: Tx,
  env: Env,
  made: readonly { operation: RecordedOperation; customerId: string; cause: Env['cause'] }[],
): Promise<void> {
  const entries = made.map(({ operation, customerId, cause }) => ({
    ...entryOf(operation, { was: null, customerId }),
    cause,
  }))
  await record(tx, env, entries)
  await tellChanged(
    tx,
    made.flatMap(({ operation: { id, serviceId }, customerId }) => [
      { subject: 'operation', id, customerId: null },
      { subject: 'service', id: serviceId, customerId },
    ]),
  )
}

function entryOf(operation: RecordedOperation, move: OperationMove): HistoryEntry {
  const { id, serviceId, serverId, kind, state, attempts, errorCode } = operation
  return {
    subject: 'operation',
    subjectId: id,
    customerId: move.customerId,
    kind: move.retried ? 'operation.retried' : ENTRY[state],
    before: move.was === null ? null : { state: move.was },
    after: { state, kind, serviceId, serverId, attempts, ...(errorCode ? { errorCode } : {}) },
    note: move.note ?? null,
  }
}

async function ownerOf(tx: Tx, { ctx }: Env, serviceId: string): Promise<string | null> {
  return (await ctx.settlements.subjects.names(tx, [serviceId])).get(serviceId)?.customerId ?? null
}
