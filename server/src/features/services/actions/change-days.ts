import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { addDays } from '../../../domain/calendar.ts'
import { type Instant, LATEST_TYPED } from '../../../domain/instant.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { toInstantJson } from '../../../platform/json.ts'
import { changeService } from '../change.ts'
import { expiryColumns, tellNewEnd } from '../edit-service.ts'
import { type ServiceSubject, serviceSubject } from '../subject.ts'
import { note } from './inputs.ts'

const input = z.strictObject({
  days: z
    .int()
    .min(1)
    .max(3660)
    .meta({ label: { en: 'Days', fr: 'Jours' } }),
  note,
})
const output = z.object({ operationId: z.null(), expiresAt: z.iso.datetime() })

function checkDays(subject: ServiceSubject, days: number | undefined, now: Instant): Verdict {
  const { expiresAt, endedAt } = subject.service
  if (endedAt !== null) return refused('already_ended')
  if (expiresAt === null) return refused('no_expiry')
  if (days === undefined) return allowed()
  const instant = addDays(expiresAt, days, subject.zone)
  if (instant > LATEST_TYPED) return refused('expiry_too_far')
  const until = {
    key: 'service.effect.expires',
    params: { until: { instant, zone: subject.zone } },
  }
  const becomesOverdue = 'graceUntil' in expiryColumns(subject, instant, now)
  return becomesOverdue ? allowed(until, { key: 'service.effect.overdue_grace' }) : allowed(until)
}

async function moveExpiry(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  by: { days: number; kind: string; note: string },
) {
  const expiresAt = addDays(subject.service.expiresAt ?? env.now, by.days, subject.zone)
  const changed = await changeService(tx, env, subject.service, {
    set: expiryColumns(subject, expiresAt, env.now),
    entry: { kind: by.kind, note: by.note || null },
  })
  tellNewEnd(tx, changed)
  return { operationId: null, expiresAt: toInstantJson(expiresAt) }
}

/** Staff give days: the expiry and the day that renewals come back to move by calendar days. */
export const addDaysToService = defineAction({
  id: 'service.add_days',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Move the expiry of a service later by calendar days; an open renewal stays',
  input,
  output,
  check: (subject: ServiceSubject, wish, { now }) => checkDays(subject, wish?.days, now),
  run: (tx, subject, { days, note }, env: Env) =>
    moveExpiry(tx, env, subject, { days, kind: 'service.days_added', note }),
})

/** Staff take days; a service that becomes overdue by it is left 24 hours. */
export const subtractDays = defineAction({
  id: 'service.subtract_days',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Move the expiry of a service earlier by calendar days; an open renewal stays',
  input,
  output,
  check: (subject: ServiceSubject, wish, { now }) =>
    checkDays(subject, wish ? -wish.days : undefined, now),
  run: (tx, subject, { days, note }, env: Env) =>
    moveExpiry(tx, env, subject, { days: -days, kind: 'service.days_subtracted', note }),
})
