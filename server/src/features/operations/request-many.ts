import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { insertMany } from '../../platform/insert-many.ts'
import { notify } from '../../platform/notifications.ts'
import { recordOperations } from './record-operation.ts'
import { lockOpen, OPERATIONS_CHANNEL, type OperationIntent, requestOperation } from './request.ts'
import { operations } from './tables.ts'

/** One of many intents, with the reason that is its own. */
export interface ManyIntent extends OperationIntent {
  customerId: string
  cause: Env['cause']
}

/**
 * `requestOperation` for many locked services at once. Where something is open already it is dealt
 * with by itself, as for one.
 */
export async function requestOperations(
  tx: Tx,
  env: Env,
  intents: readonly ManyIntent[],
): Promise<void> {
  const open = new Set((await lockOpen(tx, idsOf(intents))).map(({ serviceId }) => serviceId))
  const free = intents.filter(({ serviceId }) => !open.has(serviceId))
  const made = await insertOperations(tx, env, free, 'queued')
  emit(
    tx,
    'operation.requested',
    made.map(({ id, serviceId, kind }) => ({ operationId: id, serviceId, kind })),
  )
  if (made.length > 0) await notify(tx, OPERATIONS_CHANNEL, '')
  for (const { cause, ...intent } of intents)
    if (open.has(intent.serviceId)) await requestOperation(tx, { ...env, cause }, intent)
}

/**
 * Operations of types without a server, written as done. What they bring about is the caller's to
 * do: nothing may be open for these services.
 */
export async function insertSettled(
  tx: Tx,
  env: Env,
  intents: readonly ManyIntent[],
): Promise<{ id: string; serviceId: string }[]> {
  const without = intents.map((intent) => ({ ...intent, serverId: null }))
  return insertOperations(tx, env, without, 'succeeded')
}

const idsOf = (intents: readonly ManyIntent[]) => intents.map(({ serviceId }) => serviceId)

async function insertOperations(
  tx: Tx,
  { actor, now, ...env }: Env,
  intents: readonly ManyIntent[],
  state: 'queued' | 'succeeded',
) {
  const isOpen = state === 'queued'
  const requestedBy = { kind: actor.kind, id: actor.id, name: actor.name }
  const rows = intents.map(({ serviceId, serverId, kind, input, dueAt, cause }) => ({
    id: newId(),
    ...{ serviceId, serverId, kind, state, input, requestedBy, cause },
    dueAt: isOpen ? (dueAt ?? now) : null,
    settledAt: isOpen ? null : now,
    createdAt: now,
  }))
  await insertMany(tx, operations, rows)
  const made = rows.map((row, index) => ({
    operation: { ...row, attempts: 0, errorCode: null },
    customerId: intents[index]?.customerId ?? '',
    cause: row.cause,
  }))
  await recordOperations(tx, { ...env, actor, now }, made)
  return rows
}
