import type { Env } from '../../context.ts'
import { periodKey, type Step } from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import type { EventPayload } from '../../platform/events.ts'
import { type NewCharge, queueCharges } from '../payments/charges/queue-charge.ts'
import { loadRenewable } from '../renewals/facts.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { readOpenRenewals } from '../renewals/read-renewals.ts'
import { requestRenewals } from '../renewals/request-renewal.ts'
import type { AutomatedRow } from '../services/automated-subject.ts'
import type { ServiceChange } from '../services/change.ts'
import type { Decided } from './decide-chunk.ts'

export type StepOf<K extends Step['kind']> = Step & { readonly kind: K }

/** A step of one of the services of a chunk. */
export interface Todo<K extends Step['kind'] = Step['kind']> {
  one: Decided
  step: StepOf<K>
}

/** The rule behind a step, with the level its value came from: it stands in the history. */
export function causeOf(step: Step): Env['cause'] {
  return { kind: 'policy', step: step.kind, ...step.because }
}

/** A mail that the automation wants written, once per service, period and step. */
function mailEvent({ one: { state }, step }: Todo, more: EventPayload): EventPayload {
  const { id, customerId } = state.subject.service
  const period = periodKey(state.service)
  return { serviceId: id, customerId, period, step: step.key, mailAt: step.mailAt, ...more }
}

/** The event of a reminder; none for one that is only noted. */
export function reminderOf(todo: Todo<'remind'>): EventPayload[] {
  const { send, about, days, chargeAt } = todo.step
  return send ? [mailEvent(todo, { about, days, chargeAt })] : []
}

/** The event of a final notice. */
export function finalNoticeOf(todo: Todo<'final_notice'>): EventPayload {
  const { days, endsAt } = todo.step
  return mailEvent(todo, { days, endsAt })
}

/** The renewal that a document is asked for. */
export function plannedRenewal({ one, step }: Todo<'invoice'>): PlannedRenewal {
  return {
    subject: one.state.subject,
    periods: step.periods,
    startsAt: step.periodStart,
    endsAt: step.periodEnd,
    mailAt: step.mailAt,
    cause: causeOf(step),
  }
}

/** At a price of 0 the next periods need no document. */
export async function renewForFree(
  tx: Tx,
  env: Env,
  todo: readonly Todo<'renew'>[],
): Promise<void> {
  if (todo.length === 0) return
  const ids = todo.map(({ one }) => one.state.service.id)
  const renewable = await loadRenewable(tx, ids, env.now)
  const wanted = todo.flatMap(({ one, step }) => {
    const subject = renewable.get(one.state.service.id)
    return subject ? [{ subject, wish: {}, cause: causeOf(step) }] : []
  })
  await requestRenewals(tx, env, wanted)
}

/** Writes the attempts down; they are made after the transaction. */
export async function queueAttempts(tx: Tx, env: Env, todo: readonly Todo<'charge'>[]) {
  if (todo.length === 0) return
  const ids = todo.map(({ one }) => one.state.service.id)
  const renewals = await readOpenRenewals(tx, ids)
  const wanted = todo.flatMap(({ one, step: { attempt } }): NewCharge[] => {
    const { service, policy } = one.state.subject
    const { id: renewalId, documentId = null } = renewals.get(service.id) ?? {}
    if (!renewalId || !documentId) return []
    const attempts = policy.values.autopayAttempts
    return [{ renewalId, documentId, service, attempt, attempts }]
  })
  await queueCharges(tx, env, wanted)
}

/** An ended service leaves the default lists. */
export function archived(service: AutomatedRow, env: Env): Omit<ServiceChange, 'cause'> {
  return { service, set: { archivedAt: env.now }, entry: { kind: 'service.archived' } }
}

/** A change of price whose day has come. */
export function repriced(service: AutomatedRow): Omit<ServiceChange, 'cause'> {
  const price = BigInt(service.plannedPrice?.amount ?? service.price)
  return { service, set: { price, plannedPrice: null }, entry: { kind: 'service.price_changed' } }
}
