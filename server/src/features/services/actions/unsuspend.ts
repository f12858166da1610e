import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { addDays } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { SUSPENSION_CAUSES } from '../../../domain/service-lifecycle.ts'
import { allowedWith, defineAction } from '../../../platform/action.ts'
import type { Text } from '../../../platform/text.ts'
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

type Wish = z.output<typeof input>

/** How long an overdue service may run when staff have no other date in mind. */
const SUGGESTED_HOLD_DAYS = 3

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
    return allowedWith(
      outcome,
      { key: 'service.effect.unsuspend' },
      ...holdEffects(judged, wish, now),
    )
  },
  run(tx, subject, wish, env: Env) {
    const clears = wish.clears ?? subject.service.suspensions.map(({ cause }) => cause)
    return unsuspendService(tx, env, subject, { ...wish, clears })
  },
})

/** One that is still overdue would be suspended again at once: the menu says so, with a date. */
function holdEffects({ overdue, zone }: ServiceSubject, wish: Wish | null, now: Instant): Text[] {
  if (!overdue) return []
  if (!wish) {
    const until = { instant: addDays(now, SUGGESTED_HOLD_DAYS, zone), zone }
    return [{ key: 'service.effect.still_overdue', params: { until } }]
  }
  const until = wish.holdUntil
  if (until === undefined) return []
  return [{ key: 'service.effect.hold', params: { until: { instant: until, zone } } }]
}

/**
 * A suspension that is still on its way has its cause already, and may be taken back like one that
 * stands.
 */
function asSuspended(subject: ServiceSubject): ServiceSubject {
  const { service } = subject
  const onItsWay = service.status === 'active' && service.suspensions.length > 0
  return onItsWay ? { ...subject, service: { ...service, status: 'suspended' } } : subject
}
