import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { moveOutcome } from '../../services/actions/expected-outcome.ts'
import { changeService } from '../../services/change.ts'
import { type Service, type ServiceSubject, serviceSubject } from '../../services/subject.ts'

const input = z.strictObject({
  requestedAt: z.number(),
  reasonId: z.uuid().nullable(),
  details: z.string().nullable(),
  by: z.custom<Service['cancellationBy']>(),
})

/** Schedules a cancellation again as it was: the same reason, by the same person. */
export const restoreCancellation = defineAction({
  id: 'service.restore_cancellation',
  on: serviceSubject,
  permission: 'services:cancel',
  audiences: ['staff'],
  summary: 'Schedule the cancellation of a service again as it was before a batch',
  input,
  output: z.object({ operationId: z.null() }),
  check(subject: ServiceSubject, _input, { now }) {
    const { service, zone } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (service.cancellationRequestedAt !== null) return refused('already_scheduled')
    // It would end at once: that was not so before.
    if (service.expiresAt === null || service.expiresAt <= now) return refused('not_undoable')
    const date = { instant: service.expiresAt, zone }
    const move = { to: service.status, operation: null, mail: 'cancellation_requested' }
    const effect = { key: 'service.effect.cancel_at_end', params: { date } }
    return allowedWith(moveOutcome(subject, move), effect)
  },
  async run(tx, { service }, { requestedAt, reasonId, details, by }, env: Env) {
    await env.ctx.settlements.services.renewalsGivenUp(tx, env, [service.id])
    await changeService(tx, env, service, {
      set: {
        cancellationRequestedAt: requestedAt,
        cancellationReasonId: reasonId,
        cancellationDetails: details,
        cancellationBy: by,
      },
      entry: { kind: 'service.restored' },
    })
    emit(tx, 'service.cancellation_requested', [{ serviceId: service.id, when: 'end_of_period' }])
    return { operationId: null }
  },
})
