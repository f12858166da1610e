import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../context.ts'
import { CYCLES } from '../../domain/cycle.ts'
import { type Instant, MINUTE } from '../../domain/instant.ts'
import { nextInWindow } from '../../domain/window.ts'
import { defineAction, type SubjectKind } from '../../platform/action.ts'
import type { Tx } from '../../platform/db.ts'
import { documents } from '../documents/tables.ts'
import { renewService } from '../renewals/actions/renew-service.ts'
import { type RenewableSubject, renewableSubject } from '../renewals/facts.ts'
import { requestRenewal } from '../renewals/request-renewal.ts'
import { servicesSettings } from '../services/installation-policy.ts'
import { readSettings } from '../settings/sections.ts'
import { batchRows } from './tables.ts'

const input = z.strictObject({
  cycle: z
    .enum(CYCLES)
    .optional()
    .meta({
      label: { en: 'Cycle (empty: the service’s own)', fr: 'Cycle (vide : celui du service)' },
    }),
  document: z
    .enum(['each', 'one_per_customer'])
    .default('one_per_customer')
    .meta({
      label: { en: 'Documents', fr: 'Documents' },
      options: {
        each: { en: 'One per service', fr: 'Un par service' },
        one_per_customer: { en: 'One per customer', fr: 'Un par client' },
      },
    }),
  override: z
    .boolean()
    .default(false)
    .meta({ label: { en: 'Go over the limits', fr: 'Dépasser les limites' } }),
})
type Input = z.infer<typeof input>

const wishOf = ({ cycle, override }: Input) => ({ cycle, override })

/**
 * Services of one customer take turns, so that the next finds the document that the one before has
 * opened. The customer is locked first, in the house's order.
 */
const takingTurns: SubjectKind<RenewableSubject> = {
  ...renewableSubject,
  async lock(tx, ids) {
    await tx.execute(sql`
      select from customers c where c.id in (
        select customer_id from services where id = any(${sql.param([...ids])}::uuid[]))
      order by c.id for no key update`)
    await renewableSubject.lock(tx, ids)
  },
}

/** Staff renew many services: each on a document of its own, or all of a customer on one. */
export const renewMany = defineAction({
  id: 'service.renew',
  on: takingTurns,
  permission: renewService.permission,
  audiences: ['staff'],
  summary: 'Renew services, each on its own document or one document per customer',
  input,
  output: renewService.output,
  check: (subject: RenewableSubject, wish: Input | null, env) =>
    renewService.check(subject, wish && wishOf(wish), env),
  async run(tx, subject, wish, env: Env) {
    const cycle = wish.cycle ?? subject.service.cycle
    const isAsked = subject.openRenewal?.cycle === cycle
    if (isAsked || wish.document === 'each') return requestRenewal(tx, env, subject, wishOf(wish))
    const documentId = await sharedDocument(tx, env, subject)
    const mailAt = await mailMoment(tx, env, subject)
    return requestRenewal(tx, env, subject, { ...wishOf(wish), documentId, mailAt })
  },
})

/** Long enough for the customer's other services, which come right after this one. */
const GATHERING_MS = 10 * MINUTE

/** A document that still grows is mailed with the day's mail, in the customer's mail hours. */
async function mailMoment(tx: Tx, { now }: Env, subject: RenewableSubject): Promise<Instant> {
  const { holidays } = await readSettings(tx, servicesSettings)
  const { mailHours } = subject.policy.values
  const closedOn = mailHours.holidays ? [] : holidays
  return nextInWindow(now + GATHERING_MS, { ...mailHours, closedOn }, subject.zone)
}

/** The document that the batch opened for this customer, while it is open and not mailed yet. */
async function sharedDocument(
  tx: Tx,
  { cause, now }: Env,
  { service }: RenewableSubject,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: documents.id })
    .from(batchRows)
    .innerJoin(documents, sql`${documents.id} = (${batchRows.result}->>'documentId')::uuid`)
    .where(
      and(
        eq(batchRows.batchId, String(cause.batchId)),
        eq(batchRows.customerId, service.customerId),
        eq(batchRows.state, 'done'),
        eq(documents.state, 'open'),
        eq(documents.currency, service.currency),
        gt(documents.mailedAt, now),
      ),
    )
    .orderBy(desc(documents.createdAt))
    .limit(1)
  return row?.id
}
