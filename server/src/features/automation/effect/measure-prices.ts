import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { AutomatedService, ForecastStep } from '../../../domain/automation/index.ts'
import { type Cycle, isRecurring, type RecurringCycle } from '../../../domain/cycle.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Verdict } from '../../../platform/action.ts'
import type { StreamedWork } from '../../../platform/stream-answer.ts'
import type { Text } from '../../../platform/text.ts'
import { type ApplyPriceInput, priceToApply } from '../../renewals/actions/apply-price.ts'
import { type PricedSubject, pricedSubject } from '../../renewals/priced-subject.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { endOfDays } from '../forecast/forecast-query.ts'
import { type WalkedService, walkInChunks } from '../forecast/walk-fleet.ts'
import { type AutomationState, plannedPrice } from '../load-states.ts'

/** Documents are counted on so many calendar days, today included, as the forecast counts them. */
export const PRICE_DAYS = 60
/** Services named as examples. */
const EXAMPLES = 5

/** What is asked: whose services, and the prices that they would get. */
export interface PriceQuestion extends ApplyPriceInput {
  productId: string
  /** Instead of those that the product has; by currency and cycle. */
  prices: readonly { cycle: Cycle; currency: string; amount: bigint }[] | null
}

interface BeforeAfter {
  before: bigint
  after: bigint
}

/** A service that would get the price. */
export interface PricedExample {
  state: WalkedService['state']
  before: bigint
  after: bigint
  /** When it is first asked for; null when that is further ahead than is counted. */
  firstAt: Instant | null
}

/** What the product's price would do to existing services. */
export interface PriceEffect {
  looked: number
  reached: number
  /** Why services do not get it, and how many. */
  refused: Map<string, { reason: Text; services: number }>
  firstAt: Instant | null
  /** Renewal documents of the coming days with tax, if everybody pays on time. */
  documents: Map<string, BeforeAfter>
  /** What the services come to in a month, before tax rules; by currency and cycle. */
  perMonth: Map<string, Map<RecurringCycle, BeforeAfter>>
  examples: PricedExample[]
}

/** Judges every service of a product as the action would, and forecasts it at both prices. */
export async function measurePrices(
  ctx: Context,
  question: PriceQuestion,
  streamed: Partial<StreamedWork>,
): Promise<PriceEffect> {
  const now = ctx.clock.now()
  const effect = noEffect()
  const { timeZone } = await readSettings(ctx.db, businessSettings)
  const until = endOfDays(now, PRICE_DAYS, timeZone)
  const chunks = walkInChunks(ctx, {
    ...streamed,
    where: sql`s.product_id = ${question.productId}::uuid and s.ended_at is null`,
    ...{ now, until, assume: 'on_time' },
    instead: (states) => withPrices(ctx, states, { question, effect }),
  })
  for await (const { services } of chunks) for (const walked of services) add(effect, walked)
  return effect
}

function noEffect(): PriceEffect {
  return {
    ...{ looked: 0, reached: 0, firstAt: null, examples: [] },
    ...{ refused: new Map(), documents: new Map(), perMonth: new Map() },
  }
}

/** The services that would get the price, with it; why the others would not is counted. */
async function withPrices(
  { db, clock }: Context,
  states: readonly AutomationState[],
  { question, effect }: { question: PriceQuestion; effect: PriceEffect },
): Promise<Map<string, AutomatedService>> {
  const ids = states.map(({ service }) => service.id)
  const subjects = await pricedSubject.load(db, ids, clock.now())
  const changed = new Map<string, AutomatedService>()
  for (const { subject, service } of states) {
    const priced = subjects.get(service.id)
    if (!priced) continue
    const found = priceToApply(withListed(priced, question), question)
    if (found.kind === 'refused') refuse(effect.refused, found.verdict)
    else {
      const planned = plannedPrice({ ...subject.service, plannedPrice: found.planned })
      changed.set(service.id, { ...service, plannedPrice: planned })
    }
  }
  return changed
}

/** With the prices that are only typed yet, where there are any. */
function withListed(subject: PricedSubject, { prices }: PriceQuestion): PricedSubject {
  if (!prices) return subject
  const own = prices.filter(({ currency }) => currency === subject.service.currency)
  return { ...subject, prices: Object.fromEntries(own.map(({ cycle, amount }) => [cycle, amount])) }
}

function refuse(refused: PriceEffect['refused'], verdict: Verdict): void {
  if (verdict.allowed) return
  const { code, reason } = verdict
  const services = (refused.get(code)?.services ?? 0) + 1
  refused.set(code, { reason, services })
}

function add(effect: PriceEffect, { state, steps, instead }: WalkedService): void {
  effect.looked += 1
  const { cycle, price, plannedPrice: planned } = instead?.service ?? state.service
  if (!instead || !planned || !isRecurring(cycle)) return
  effect.reached += 1
  addDocuments(effect.documents, steps, 'before')
  addDocuments(effect.documents, instead.steps, 'after')
  const after = planned.price.amount
  addMonthly(effect.perMonth, price.currency, { cycle, before: price.amount, after })
  const firstAt = firstDifference(steps, instead.steps)
  if (firstAt !== null) effect.firstAt = Math.min(effect.firstAt ?? firstAt, firstAt)
  effect.examples = [...effect.examples, { state, before: price.amount, after, firstAt }]
    .sort((a, b) => momentOf(a) - momentOf(b))
    .slice(0, EXAMPLES)
}

const momentOf = ({ firstAt }: PricedExample) => firstAt ?? Number.POSITIVE_INFINITY

const isDocument = ({ step, blockedOn }: ForecastStep) => step === 'invoice' && blockedOn === null

/** The first document that asks for something else than it does now. */
function firstDifference(
  before: readonly ForecastStep[],
  after: readonly ForecastStep[],
): Instant | null {
  const was = before.filter(isDocument)
  const will = after.filter(isDocument)
  const index = will.findIndex(
    ({ at, money }, n) => was[n]?.at !== at || was[n]?.money?.gross !== money?.gross,
  )
  return will[index]?.at ?? was[will.length]?.at ?? null
}

function addDocuments(
  documents: PriceEffect['documents'],
  steps: readonly ForecastStep[],
  side: keyof BeforeAfter,
): void {
  for (const { money } of steps.filter(isDocument)) {
    if (!money) continue
    const known = documents.get(money.currency) ?? { before: 0n, after: 0n }
    documents.set(money.currency, { ...known, [side]: known[side] + money.gross })
  }
}

function addMonthly(
  perMonth: PriceEffect['perMonth'],
  currency: string,
  { cycle, before, after }: BeforeAfter & { cycle: RecurringCycle },
): void {
  const cycles = perMonth.get(currency) ?? new Map<RecurringCycle, BeforeAfter>()
  const known = cycles.get(cycle) ?? { before: 0n, after: 0n }
  cycles.set(cycle, { before: known.before + before, after: known.after + after })
  perMonth.set(currency, cycles)
}
