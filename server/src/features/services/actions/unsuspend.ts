import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { SUSPENSION_CAUSES } from '../../../domain/service-lifecycle.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import { unsuspendService } from '../moves/unsuspend.ts'
import { causeTexts, moveRefused, tomorrow } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { instantInput, moveOutput, note, notify } from './inputs.ts'

const input = z.strictObject({
  note,
  notify,
  clears: z
    .array(z.enum(SUSPENSION_CAUSES))
    .optional()
    .meta({ label: { en: 'Only these causes', fr: 'Seulement ces causes' } }),
  holdUntil: instantInput.optional().meta({
    label: { en: 'Until when, if still overdue', fr: 'Jusqu’à quand, si toujours impayé' },
  }),
})

/** Staff reactivate a suspended service; one that is still overdue is held until a date. */
export const unsuspend = defineAction({
  id: 'service.unsuspend',
  on: serviceSubject,
  permission: 'services:unsuspend',
  audiences: ['staff'],
  summary: 'Reactivate a suspended service, or take single causes away',
  input,
  output: moveOutput,
  check(subject: ServiceSubject, wish, { actor, now }) {
    const causes = subject.service.suspensions.map(({ cause }) => cause)
    const clears = wish?.clears ?? causes
    const remaining = causes.filter((cause) => !clears.includes(cause))
    if (remaining.length > 0 && remaining.length < causes.length) {
      const stays = moveOutcome(subject, { to: subject.service.status, operation: null })
      return allowedWith(stays, {
        key: 'service.effect.cause_removed',
        params: { causes: causeTexts(remaining) },
      })
    }
    const holdUntil = wish ? wish.holdUntil : tomorrow(subject, now)
    const judged = asSuspended(subject)
    const refusal = moveRefused('unsuspend', judged, { by: actor, now, clears, holdUntil })
    if (refusal) return refusal
    const mail = wish?.notify === false ? null : 'service_reactivated'
    const outcome = moveOutcome(subject, { to: 'active', operation: 'unsuspend', mail })
    return allowedWith(outcome, { key: 'service.effect.unsuspend' })
  },
  run(tx, subject, wish, env: Env) {
    const clears = wish.clears ?? subject.service.suspensions.map(({ cause }) => cause)
    return unsuspendService(tx, env, subject, { ...wish, clears })
  },
})

/**
 * A suspension that is still on its way has its cause already, and may be taken back like one that
 * stands.
 */
function asSuspended(subject: ServiceSubject): ServiceSubject {
  const { service } = subject
  const onItsWay = service.status === 'active' && service.suspensions.length > 0
  return onItsWay ? { ...subject, service: { ...service, status: 'suspended' } } : subject
}
