import type { Context } from '../../../context.ts'
import type { ForecastPayment, ForecastStep } from '../../../domain/automation/index.ts'
import type { StreamedWork } from '../../../platform/stream-answer.ts'
import type { Language } from '../../../platform/text.ts'
import { findSection, readSettings } from '../../settings/sections.ts'
import { wouldHoldOnDays } from '../brake/would-hold-on-days.ts'
import { toForecastJson, toRowJson } from './forecast-json.ts'
import type { AskedForecast } from './forecast-query.ts'
import { loadOtherPayments } from './load-other-documents.ts'
import { markHeld, markHeldToday } from './mark-held.ts'
import { type Summary, startSummary } from './summarize.ts'
import { type WalkedService, walkFleet } from './walk-fleet.ts'

/** The figures of the coming days. */
export async function forecastFleet(
  ctx: Context,
  asked: AskedForecast,
  streamed: Partial<StreamedWork>,
) {
  const summary = startSummary(asked, await silentMails(ctx))
  const isWhole = asked.wholeFleet === true && asked.steps === null
  const span = { from: asked.now, until: asked.until, ...streamed }
  const mark = isWhole ? null : await markHeld(ctx, asked, span)
  const { services } = await walkFleet(ctx, {
    ...asked,
    ...streamed,
    each(state, all, payments) {
      const steps = mark ? mark({ state, steps: all }) : all
      summary.add(state.subject.service.customerId, ...wanted({ steps, payments }, asked))
    },
  })
  await addOtherPayments(ctx, asked, summary)
  if (isWhole) await addWouldBeHeld(ctx, asked, summary)
  return toForecastJson(asked, summary, services)
}

async function addOtherPayments({ db }: Context, asked: AskedForecast, summary: Summary) {
  for (const { customer, ...payment } of await loadOtherPayments(db, asked))
    summary.receive(customer.id, payment)
}

/** What goes beyond the number of a day will wait for staff: of the whole fleet the counts say it. */
async function addWouldBeHeld(
  ctx: Context,
  { now }: AskedForecast,
  { days }: Summary,
): Promise<void> {
  const counts = days.map(({ steps: own }) => ({
    suspend: own.get('suspend') ?? 0,
    expire: own.get('expire') ?? 0,
    cancel: own.get('cancel') ?? 0,
  }))
  const held = await wouldHoldOnDays(ctx.db, counts, now)
  for (const [n, day] of days.entries()) day.held += held[n] ?? 0
}

/** A customer's steps told one by one. */
const MOST_STEPS = 500

/** The figures of the coming days with the single steps, for as many services as one has. */
export async function forecastWithSteps(
  ctx: Context,
  asked: AskedForecast,
  { language, signal }: { language: Language; signal: AbortSignal },
) {
  const summary = startSummary(asked, await silentMails(ctx))
  const walked: Pick<WalkedService, 'state' | 'steps' | 'payments'>[] = []
  const { services } = await walkFleet(ctx, {
    ...{ ...asked, signal },
    each: (state, steps, payments) => walked.push({ state, steps, payments }),
  })
  const mark = await markHeldToday(ctx, asked, walked)
  const rows = walked.flatMap((one) => {
    const [steps, payments] = wanted({ ...one, steps: mark(one) }, asked)
    summary.add(one.state.subject.service.customerId, steps, payments)
    return steps.map((step) => ({ state: one.state, step }))
  })
  await addOtherPayments(ctx, asked, summary)
  rows.sort((a, b) => a.step.at - b.step.at)
  return {
    ...toForecastJson(asked, summary, services),
    steps: rows.slice(0, MOST_STEPS).map(({ state, step }) => toRowJson(state, step, language)),
    complete: rows.length <= MOST_STEPS,
  }
}

/** Steps of the kinds asked for. A payment belongs to what asks for it: a document or a charge. */
export function wanted(
  { steps, payments }: Pick<WalkedService, 'steps' | 'payments'>,
  { steps: kinds }: AskedForecast,
): [readonly ForecastStep[], readonly ForecastPayment[]] {
  if (!kinds) return [steps, payments]
  return [
    steps.filter(({ step }) => kinds.has(step)),
    payments.filter(({ by }) => kinds.has(by === 'charge' ? 'charge' : 'invoice')),
  ]
}

/** The mails that the installation has switched off. */
export async function silentMails({ db }: Context): Promise<ReadonlySet<string>> {
  const section = findSection('notifications')
  if (!section) return new Set()
  const switches = await readSettings(db, section)
  return new Set(Object.keys(switches).filter((template) => switches[template] === false))
}
