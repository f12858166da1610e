import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { notify } from '../../../platform/notifications.ts'
import { type OperationSubject, operationSubject } from '../operation-subject.ts'
import { recordOperation } from '../record-operation.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import { operations } from '../tables.ts'

const input = z.strictObject({})
const output = z.object({ operationId: z.uuid() })

/** Staff: try a failed operation again at once, or ask again what became of an unknown one. */
export const retryOperation = defineAction<
  Context,
  OperationSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'operation.retry',
  on: operationSubject,
  permission: 'operations:retry',
  audiences: ['staff'],
  summary: 'Try a failed operation again, or ask again what became of an unknown one',
  input,
  output,
  check: ({ operation }): Verdict => {
    switch (operation.state) {
      case 'failed':
        return allowed({ key: 'operation.tried_at_once' })
      case 'unknown':
        return allowed({ key: 'operation.asked_at_once' })
      case 'queued':
        return refused('operation_waiting')
      case 'running':
        return refused('operation_running')
      default:
        return refused('operation_settled')
    }
  },
  async run(tx, { operation }, _input, env) {
    const state = operation.state === 'failed' ? 'queued' : 'unknown'
    const [row] = await tx
      .update(operations)
      .set({ state, dueAt: env.now, failures: 0, firstFailedAt: null, abortRequestedAt: null })
      .where(eq(operations.id, operation.id))
      .returning()
    if (!row) throw new Error(`operation ${operation.id} vanished`)
    await recordOperation(tx, env, row, { was: operation.state, retried: true })
    await notify(tx, OPERATIONS_CHANNEL, '')
    return { operationId: row.id }
  },
})
