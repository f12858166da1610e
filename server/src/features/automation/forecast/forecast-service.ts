import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { notFound } from '../../../platform/problem.ts'
import type { Language } from '../../../platform/text.ts'
import { silentMails } from './forecast-fleet.ts'
import { toFiguresJson, toPaymentJson, toStepJson } from './forecast-json.ts'
import type { AskedForecast } from './forecast-query.ts'
import { markHeldToday } from './mark-held.ts'
import { startSummary, totalsOf } from './summarize.ts'
import { type WalkedService, walkFleet } from './walk-fleet.ts'

/**
 * The coming days of one service, an archived one included; 404 for one that is not there. Its
 * customer's others are walked over too: they share the mail of a day and the credit.
 */
export async function forecastService(
  ctx: Context,
  asked: AskedForecast,
  { serviceId, language }: { serviceId: string; language: Language },
) {
  const walked: Pick<WalkedService, 'state' | 'steps' | 'payments'>[] = []
  await walkFleet(ctx, {
    ...asked,
    where: sql`s.id = ${serviceId}::uuid or (s.archived_at is null and s.customer_id = (
      select o.customer_id from services o where o.id = ${serviceId}::uuid))`,
    ...{ archived: true, only: serviceId },
    each: (state, steps, payments) => walked.push({ state, steps, payments }),
  })
  const [only] = walked
  if (!only) throw notFound()
  const summary = startSummary(asked, await silentMails(ctx))
  const mark = await markHeldToday(ctx, asked, walked)
  const steps = mark(only)
  summary.add(only.state.subject.service.customerId, steps, only.payments)
  const { from, to, assume } = asked
  return {
    ...{ from, to, assume },
    steps: steps.map((step) => toStepJson(step, language)),
    payments: only.payments.map(toPaymentJson),
    totals: toFiguresJson(totalsOf(summary.days)),
  }
}
