import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { isRecurring } from '../../../domain/cycle.ts'
import { isEnded, STAFF_CAUSES, STATUSES } from '../../../domain/service-lifecycle.ts'
import { type StatusEditRefusal, statusEditRefusal } from '../../../domain/status-edit.ts'
import {
  allowed,
  allowedWith,
  defineAction,
  refused,
  type Verdict,
} from '../../../platform/action.ts'
import type { Text } from '../../../platform/text.ts'
import { setStatusByHand } from '../moves/set-status.ts'
import { causeTexts, statusText } from '../refusals.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { moveOutcome } from './expected-outcome.ts'
import { instantInput, note } from './inputs.ts'

const input = z.strictObject({
  status: z.enum(STATUSES).meta({
    label: { en: 'Status', fr: 'État' },
    options: {
      pending: { en: 'Pending', fr: 'En attente' },
      active: { en: 'Active', fr: 'Actif' },
      suspended: { en: 'Suspended', fr: 'Suspendu' },
      expired: { en: 'Expired', fr: 'Expiré' },
      terminated: { en: 'Terminated', fr: 'Terminé' },
      cancelled: { en: 'Cancelled', fr: 'Annulé' },
    },
  }),
  /** Needed for `suspended`. */
  cause: z
    .enum(STAFF_CAUSES)
    .optional()
    .meta({
      label: { en: 'Cause, for a suspended service', fr: 'Cause, pour un service suspendu' },
      options: {
        abuse: { en: 'Abuse', fr: 'Abus' },
        request: { en: 'On request', fr: 'Sur demande' },
        dispute: { en: 'Dispute', fr: 'Litige' },
        other: { en: 'Other', fr: 'Autre' },
      },
    }),
  /** Needed where the service would run without an expiry that lies ahead. */
  expiresAt: instantInput.optional().meta({
    label: {
      en: 'New expiry, for a service that has ended or has none',
      fr: 'Nouvelle expiration, si le service a pris fin ou n’en a pas',
    },
  }),
  note,
  confirm: z
    .boolean()
    .default(false)
    .meta({
      label: {
        en: 'I have read what this edit does not do',
        fr: 'J’ai lu ce que cette modification ne fait pas',
      },
    }),
})
type Input = z.output<typeof input>

/** What only this edit calls by another name than the rest of the program. */
const CODES: Partial<Record<StatusEditRefusal, string>> = {
  unchanged: 'status_unchanged',
  confirmation_needed: 'status_edit_unread',
}

/**
 * Staff write a status into the books, for a major need: behind a confirmation, refused while an
 * operation is open, without a call to any server; the service's automation rests until resumed.
 */
export const setStatus = defineAction({
  id: 'service.set_status',
  on: serviceSubject,
  permission: 'services:set_status',
  audiences: ['staff'],
  summary: 'Edit the status of a service by hand, in the books only',
  input,
  output: z.object({ operationId: z.null(), status: z.enum(STATUSES) }),
  check(subject: ServiceSubject, wish: Input | null, { now }) {
    const refusal = wish ? refusalOf(subject, wish, now) : null
    if (refusal) return refused(CODES[refusal] ?? refusal)
    if (!wish && subject.operations.length > 0) return refused('operation_open')
    return effectsOf(subject, wish)
  },
  async run(tx, subject, { status, cause, expiresAt, note }, env: Env) {
    await setStatusByHand(tx, env, subject, { to: status, cause, expiresAt, note })
    return { operationId: null, status }
  },
})

function refusalOf({ service, operations }: ServiceSubject, wish: Input, now: number) {
  const at = {
    status: service.status,
    hasOpenOperation: operations.length > 0,
    forLife: !isRecurring(service.cycle),
    expiresAt: service.expiresAt,
  }
  const { status: to, cause, expiresAt, confirm: confirmed } = wish
  return statusEditRefusal(at, { to, cause, expiresAt, confirmed }, now)
}

/** First of all what the edit does not do. */
function effectsOf(subject: ServiceSubject, wish: Input | null): Verdict {
  const { service, zone } = subject
  const effects: Text[] = [{ key: 'service.effect.status_edit' }]
  if (wish) {
    const params = { from: statusText(service.status), to: statusText(wish.status) }
    effects.push({ key: 'service.effect.status_edit_to', params })
    if (isEnded(wish.status)) effects.push({ key: 'service.effect.status_edit_ends' })
    if (isEnded(wish.status) && service.resource !== null && service.removedAt === null)
      effects.push({ key: 'service.effect.status_edit_resource_stays' })
    const causes = causeTexts(service.suspensions.map(({ cause }) => cause))
    if (wish.status !== 'suspended' && causes.length > 0)
      effects.push({ key: 'service.effect.causes_cleared', params: { causes } })
    if (wish.expiresAt !== undefined) {
      const until = { instant: wish.expiresAt, zone }
      effects.push({ key: 'service.effect.expires', params: { until } })
    }
  }
  effects.push({ key: 'service.effect.status_edit_pauses' })
  if (!wish) return allowed(...effects)
  return allowedWith(moveOutcome(subject, { to: wish.status, operation: null }), ...effects)
}
