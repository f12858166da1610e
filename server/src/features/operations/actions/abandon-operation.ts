import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { canTransition } from '../../../domain/operation-lifecycle.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { notify } from '../../../platform/notifications.ts'
import { isImport } from '../open-operations.ts'
import { type OperationSubject, operationSubject } from '../operation-subject.ts'
import { recordOperation } from '../record-operation.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import { operations } from '../tables.ts'

const input = z.strictObject({ note: z.string().max(1000).default('') })
const output = z.object({ id: z.uuid(), state: z.literal('abandoned') })

/** Staff: give up an operation that waits, failed, or is unknown. */
export const abandonOperation = defineAction<
  Context,
  OperationSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'operation.abandon',
  on: operationSubject,
  permission: 'operations:resolve',
  audiences: ['staff'],
  summary: 'Give up an operation that waits, failed, or whose outcome is unknown',
  input,
  output,
  check: ({ operation }): Verdict => {
    if (operation.state === 'running') return refused('operation_running')
    if (!canTransition(operation.state, 'abandoned')) return refused('operation_settled')
    if (isImport(operation)) return allowed({ key: 'operation.import_given_up' })
    const mayStand = operation.attempts > 0 ? [{ key: 'operation.may_stand' }] : []
    return allowed({ key: 'operation.given_up' }, ...mayStand)
  },
  async run(tx, { operation }, { note }, env) {
    const [row] = await tx
      .update(operations)
      .set({ state: 'abandoned', dueAt: null, settledAt: env.now })
      .where(eq(operations.id, operation.id))
      .returning()
    if (!row) throw new Error(`operation ${operation.id} vanished`)
    await recordOperation(tx, env, row, { was: operation.state, note: note || null })
    await env.ctx.settlements.operations[row.kind].failed(tx, env, row, false)
    await notify(tx, OPERATIONS_CHANNEL, '')
    return { id: row.id, state: 'abandoned' as const }
  },
})
