import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { moveOutcome } from '../../services/actions/expected-outcome.ts'
import { changeService } from '../../services/change.ts'
import { type ServiceSubject, serviceSubject } from '../../services/subject.ts'

/** Takes a scheduled cancellation back, until it takes effect. */
export const undoCancellation = defineAction({
  id: 'service.undo_cancellation',
  on: serviceSubject,
  permission: 'services:cancel',
  audiences: ['staff', 'customer'],
  summary: 'Undo a scheduled cancellation',
  input: z.strictObject({}),
  output: z.object({ operationId: z.null() }),
  check(subject: ServiceSubject) {
    const { service, operations } = subject
    if (service.cancellationRequestedAt === null) return refused('not_scheduled')
    const ending = operations.some(({ kind }) => kind === 'terminate')
    if (service.endedAt !== null || ending) return refused('cancellation_not_undoable')
    const { status: to } = service
    const outcome = moveOutcome(subject, { to, operation: null, mail: 'cancellation_undone' })
    return allowedWith(outcome, { key: 'service.effect.undo_cancel' })
  },
  async run(tx, { service }, _input, env: Env) {
    await changeService(tx, env, service, {
      set: {
        cancellationRequestedAt: null,
        cancellationReasonId: null,
        cancellationDetails: null,
        cancellationBy: null,
      },
      entry: { kind: 'service.cancellation_undone' },
    })
    const { id, cancellationRequestedAt: withdrawnAt } = service
    if (withdrawnAt !== null)
      await env.ctx.settlements.services.renewalRestored(tx, env, id, withdrawnAt)
    emit(tx, 'service.cancellation_undone', [{ serviceId: id }])
    return { operationId: null }
  },
})
