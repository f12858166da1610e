import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { isRecurring } from '../../../domain/cycle.ts'
import { allowedWith, defineAction, refused } from '../../../platform/action.ts'
import type { Actor } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { invalidField } from '../../../platform/problem.ts'
import { moveOutcome } from '../../services/actions/expected-outcome.ts'
import { changeService } from '../../services/change.ts'
import { endService } from '../../services/moves/end.ts'
import { moveRefused } from '../../services/refusals.ts'
import { type ServiceSubject, serviceSubject } from '../../services/subject.ts'
import { judgeReason } from '../reasons.ts'

const input = z.strictObject({
  when: z
    .enum(['end_of_period', 'now'])
    .optional()
    .meta({
      label: { en: 'When', fr: 'Quand' },
      options: {
        end_of_period: { en: 'At the end of the paid period', fr: 'À la fin de la période payée' },
        now: { en: 'At once', fr: 'Immédiatement' },
      },
    }),
  reasonId: z
    .uuid()
    .optional()
    .meta({ label: { en: 'Reason', fr: 'Raison' }, choices: 'cancellationReasons' }),
  details: z
    .string()
    .trim()
    .max(2000)
    .default('')
    .meta({ label: { en: 'Details', fr: 'Détails' }, multiline: true }),
  paid: z
    .enum(['credit', 'refund', 'keep'])
    .optional()
    .meta({
      label: {
        en: 'What was paid before delivery',
        fr: 'Ce qui a été payé avant la livraison',
      },
      options: {
        credit: { en: 'Becomes customer credit', fr: 'Devient un crédit client' },
        refund: { en: 'Is refunded', fr: 'Est remboursé' },
        keep: { en: 'Is kept', fr: 'Est conservé' },
      },
      audience: 'staff',
    }),
  /** A customer who cancels is always told what was understood. */
  notify: z
    .boolean()
    .default(true)
    .meta({
      label: { en: 'Mail the customer', fr: 'Prévenir le client par e-mail' },
      audience: 'staff',
    }),
})

type When = 'now' | 'end_of_period'

/** The end of the period where there is one, unless said otherwise. */
function whenOf({ service }: ServiceSubject, wanted: When | undefined): When {
  if (wanted) return wanted
  return isRecurring(service.cycle) && service.expiresAt !== null ? 'end_of_period' : 'now'
}

const isTold = (wish: { notify: boolean }, actor: Actor) => wish.notify || actor.kind === 'user'

/** Customer or staff cancel: at the end of the period, or at once. */
export const cancelService = defineAction({
  id: 'service.cancel',
  on: serviceSubject,
  permission: 'services:cancel',
  audiences: ['staff', 'customer'],
  summary: 'Cancel a service at the end of its period or at once',
  input,
  output: z.object({ operationId: z.uuid().nullable(), when: z.enum(['now', 'end_of_period']) }),
  check(subject: ServiceSubject, wish, { actor, now }) {
    const when = whenOf(subject, wish?.when)
    const refusal = moveRefused('cancel', subject, { by: actor, now, when })
    if (refusal) return refusal
    if (wish && !wish.paid && isPaidUndelivered(subject) && actor.kind !== 'user')
      return refused('paid_choice_needed')
    const { expiresAt } = subject.service
    const told = (mail: string) => (wish && !isTold(wish, actor) ? null : mail)
    if (when === 'end_of_period' && expiresAt !== null && expiresAt > now) {
      const date = { instant: expiresAt, zone: subject.zone }
      const { status: to } = subject.service
      const outcome = moveOutcome(subject, {
        to,
        operation: null,
        mail: told('cancellation_requested'),
      })
      return allowedWith(outcome, { key: 'service.effect.cancel_at_end', params: { date } })
    }
    const stands = subject.service.resource !== null
    const operation = stands ? 'terminate' : null
    const outcome = moveOutcome(subject, {
      to: 'cancelled',
      operation,
      mail: told('service_cancelled'),
    })
    return allowedWith(outcome, { key: stands ? 'service.effect.terminate' : 'service.effect.end' })
  },
  async run(tx, subject, wish, env: Env) {
    const money = moneyOf(subject, wish.paid, env)
    const when = whenOf(subject, wish.when)
    const reasonId = await reasonOf(tx, wish.reasonId, { env, when })
    const { service } = subject
    await env.ctx.settlements.services.renewalsGivenUp(tx, env, [service.id])
    const changed = await changeService(tx, env, service, {
      set: {
        cancellationRequestedAt: env.now,
        cancellationReasonId: reasonId,
        cancellationDetails: wish.details,
        cancellationBy: { kind: env.actor.kind, id: env.actor.id, name: env.actor.name },
      },
      entry: {
        kind: 'service.cancellation_requested',
        note: wish.details || null,
        after: { when },
      },
    })
    const later = when === 'end_of_period' && (service.expiresAt ?? 0) > env.now
    const notify = isTold(wish, env.actor)
    const told = { serviceId: service.id, when: later ? when : ('now' as const), notify }
    emit(tx, 'service.cancellation_requested', [told])
    if (later) return { operationId: null, when }
    if (money !== 'keep') {
      await env.ctx.settlements.services.undeliveredGivenBack(tx, env, service.id, money)
    }
    const end = { to: 'cancelled' as const, note: wish.details, notify }
    const { operationId } = await endService(tx, env, { ...subject, service: changed }, end)
    return { operationId, when: 'now' as const }
  },
})

/** What was paid for and never delivered has a price to give back. */
const isPaidUndelivered = ({ service }: ServiceSubject) =>
  service.paidAt !== null && service.deliveredAt === null

/** Where what was paid goes: staff have said so, a customer gets it as credit. */
function moneyOf(
  subject: ServiceSubject,
  wanted: 'credit' | 'refund' | 'keep' | undefined,
  { actor }: Env,
): 'credit' | 'refund' | 'keep' {
  if (!isPaidUndelivered(subject)) return 'keep'
  return actor.kind === 'user' ? 'credit' : (wanted ?? 'keep')
}

/**
 * Customers choose from the list; staff may leave the reason out or name one that is gone. One
 * that is for the other way to cancel is refused for both.
 */
async function reasonOf(
  tx: Tx,
  wanted: string | undefined,
  { env, when }: { env: Env; when: When },
): Promise<string | null> {
  const isCustomer = env.actor.kind === 'user'
  const by = isCustomer ? 'customer' : 'staff'
  const judged = wanted === undefined ? 'not_offered' : await judgeReason(tx, wanted, { by, when })
  if (judged === 'other_way') throw invalidField('/reasonId', 'reason_for_other_way')
  if (judged === 'offered' && wanted !== undefined) return wanted
  if (isCustomer) throw invalidField('/reasonId', 'unknown_reason')
  return null
}
