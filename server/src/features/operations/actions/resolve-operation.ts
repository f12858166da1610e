import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { WAITING_STATES } from '../../../domain/operation-lifecycle.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { notify } from '../../../platform/notifications.ts'
import { invalidField } from '../../../platform/problem.ts'
import { type OperationSubject, operationSubject } from '../operation-subject.ts'
import { recordOperation } from '../record-operation.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import type { Operation, OperationReport } from '../settlement.ts'
import { operations } from '../tables.ts'

const input = z.strictObject({
  outcome: z.enum(['succeeded', 'failed']),
  note: z.string().min(1).max(1000),
  /** The resource's id on the server, where the operation made one. */
  remoteId: z.string().min(1).max(200).optional(),
})
const output = z.object({ id: z.uuid(), state: z.enum(['succeeded', 'failed', 'superseded']) })
type Input = z.infer<typeof input>

/** Kinds after which there is a resource that was not there before. */
const MAKES: readonly string[] = ['create', 'redeliver']

/** Staff: say what became of an operation whose outcome nobody could find out. */
export const resolveOperation = defineAction<
  Context,
  OperationSubject,
  Input,
  z.infer<typeof output>
>({
  id: 'operation.resolve',
  on: operationSubject,
  permission: 'operations:resolve',
  audiences: ['staff'],
  summary: 'Settle an operation whose outcome is unknown by hand, with a note',
  input,
  output,
  check: ({ operation }): Verdict =>
    operation.state === 'unknown'
      ? allowed({ key: 'operation.settled_by_hand' })
      : refused('operation_not_unknown'),
  async run(tx, { operation }, wish, env) {
    const row =
      wish.outcome === 'succeeded'
        ? await settleSucceeded(tx, env, operation, wish)
        : await settleFailed(tx, env, operation, wish)
    await notify(tx, OPERATIONS_CHANNEL, '')
    return { id: row.id, state: row.state as 'succeeded' | 'failed' | 'superseded' }
  },
})

async function settleSucceeded(
  tx: Tx,
  env: Env,
  operation: Operation,
  { note, remoteId }: Input,
): Promise<Operation> {
  const { kind, reserved } = operation
  const known = remoteId ?? reserved.remoteId
  if (MAKES.includes(kind) && !known) throw invalidField('/remoteId', 'remote_id_needed')
  const row = await close(tx, env, operation, { state: 'succeeded', note })
  const report: OperationReport = kind === 'terminate' ? { gone: true } : {}
  if (MAKES.includes(kind) && known) {
    report.resource = { remoteId: known, data: {}, secrets: {}, connection: [] }
  }
  await env.ctx.settlements.operations[kind].succeeded(tx, env, row, report)
  return row
}

/** Failed, unless a newer intent waits: then that one goes on. */
async function settleFailed(
  tx: Tx,
  env: Env,
  operation: Operation,
  { note }: Input,
): Promise<Operation> {
  const next = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(
      and(
        eq(operations.serviceId, operation.serviceId),
        inArray(operations.state, [...WAITING_STATES]),
      ),
    )
  const state = next.length > 0 ? 'superseded' : 'failed'
  const row = await close(tx, env, operation, { state, note })
  if (state === 'failed') {
    await env.ctx.settlements.operations[row.kind].failed(tx, env, row, true)
  }
  return row
}

async function close(
  tx: Tx,
  env: Env,
  operation: Operation,
  { state, note }: { state: 'succeeded' | 'failed' | 'superseded'; note: string },
): Promise<Operation> {
  const [row] = await tx
    .update(operations)
    .set({ state, dueAt: null, settledAt: state === 'failed' ? null : env.now })
    .where(eq(operations.id, operation.id))
    .returning()
  if (!row) throw new Error(`operation ${operation.id} vanished`)
  await recordOperation(tx, env, row, { was: 'unknown', note })
  return row
}
