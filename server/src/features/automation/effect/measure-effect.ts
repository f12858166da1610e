import { setImmediate as breathe } from 'node:timers/promises'
import { and, gt, inArray } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import {
  type AutomatedService,
  amountsOf,
  type BillingFacts,
  bringsEndNearer,
  type MeasuredChange,
  type MovedStep,
  measureChange,
  priceOfPeriods,
  type StepKind,
} from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { StreamedWork } from '../../../platform/stream-answer.ts'
import { readInvoicing } from '../../documents/invoicing-settings.ts'
import type { AutomatedSubject } from '../../services/automated-subject.ts'
import { affectedBy, NO_ID } from '../../services/jobs/wake-affected.ts'
import { services } from '../../services/tables.ts'
import { endOfDays } from '../forecast/forecast-query.ts'
import { loadRates } from '../forecast/load-billing.ts'
import { inputOf } from '../forecast-input.ts'
import { loadCalendar } from '../load-calendar.ts'
import { type AutomationState, loadStates } from '../load-states.ts'
import { cyclesThatMayMove, type RuleChange, underOtherRules } from './rule-change.ts'

/** Services loaded at once. */
const CHUNK = 1000
/** Services decided before others get their turn. */
const AT_ONCE = 50
/** Documents are counted on so many calendar days, today included, as the forecast counts them. */
const HORIZON_DAYS = 60
/** Services named as examples. */
const EXAMPLES = 5

/** How one kind of step moves: services with such a step, and of them those where one does. */
export interface KindEffect {
  services: number
  earlier: number
  later: number
  added: number
  dropped: number
  /** The first moment at which something is different. */
  firstAt: Instant
}

/** A service that moves, with its first step that does. */
export interface Example {
  subject: AutomatedSubject
  step: MovedStep
}

/** What other rules would do to all services that they are for. */
export interface Effect {
  looked: number
  moved: number
  firstAt: Instant | null
  kinds: Map<StepKind, KindEffect>
  /** Suspended or ended earlier than they will be, or at all. */
  nearer: { services: number; firstAt: Instant | null }
  /** Renewal documents of the next 60 days of the services that move, with tax, by currency. */
  money: Map<string, { before: bigint; after: bigint }>
  documents: { before: number; after: number }
  examples: Example[]
}

/** Decides every service under both rules. Nothing is written. */
export async function measureEffect(
  ctx: Context,
  change: RuleChange,
  { signal, progress }: Partial<StreamedWork> = {},
): Promise<Effect> {
  const now = ctx.clock.now()
  const effect = noEffect()
  const cycles = cyclesThatMayMove(change)
  const affected = affectedBy(ctx.db, change.affects)
  if (!affected || cycles.length === 0) return effect
  const calendar = await loadCalendar(ctx.db, now)
  const invoicing = await readInvoicing(ctx.db)
  const until = endOfDays(now, HORIZON_DAYS, calendar.zone)
  const mayMove = and(affected, inArray(services.cycle, [...cycles]))
  const total = progress ? await ctx.db.$count(services, mayMove) : 0
  progress?.(0, total, 0)
  for (let after = NO_ID; ; ) {
    const rows = await ctx.db
      .select({ id: services.id })
      .from(services)
      .where(and(mayMove, gt(services.id, after)))
      .orderBy(services.id)
      .limit(CHUNK)
    const ids = rows.map((row) => row.id)
    const states = [...(await loadStates(ctx.db, ids, now)).values()]
    const customerIds = [...new Set(states.map(({ subject }) => subject.service.customerId))]
    const rates = await loadRates(ctx.db, customerIds, invoicing)
    for (const [n, state] of states.entries()) {
      if (n % AT_ONCE === 0) await breathe()
      signal?.throwIfAborted()
      const rateBasisPoints = rates.get(state.subject.service.customerId) ?? 0
      const measured = measureDecidable(ctx, state, { change, calendar, now, until })
      add(effect, state, measured, { rateBasisPoints, taxMode: invoicing.invoicing.taxMode })
    }
    progress?.(effect.looked, Math.max(effect.looked, total), effect.moved)
    const last = ids.at(-1)
    if (ids.length < CHUNK || last === undefined) return effect
    after = last
  }
}

interface MeasuringRules {
  change: RuleChange
  calendar: Parameters<typeof inputOf>[1]
  now: Instant
  until: Instant
}

/** One that cannot be decided does not move: the sweep sets it aside under any rules. */
function measureDecidable(
  { log }: Context,
  state: AutomationState,
  rules: MeasuringRules,
): MeasuredChange | null {
  try {
    return measureOne(state, rules)
  } catch (error) {
    log.error({ err: error, serviceId: state.service.id }, 'no effect of a service was found')
    return null
  }
}

function measureOne(state: AutomationState, rules: MeasuringRules): MeasuredChange | null {
  const before = inputOf(state, rules.calendar, rules.now)
  const after = underOtherRules(before, state.subject, rules.change)
  return measureChange(before, after, rules.until)
}

/** What changes that concern no service come to. */
export function noEffect(): Effect {
  return {
    ...{ looked: 0, moved: 0, firstAt: null, kinds: new Map(), examples: [], money: new Map() },
    nearer: { services: 0, firstAt: null },
    documents: { before: 0, after: 0 },
  }
}

function add(
  effect: Effect,
  { subject, service }: AutomationState,
  change: MeasuredChange | null,
  tax: Tax,
): void {
  effect.looked += 1
  if (!change) return
  const first = firstOf(change.moved)
  if (!first) return
  effect.moved += 1
  effect.firstAt = earliest(effect.firstAt, momentOf(first))
  addKinds(effect.kinds, change.moved)
  addMoney(effect, service, change, tax)
  if (bringsEndNearer(change)) addNearer(effect, change.moved)
  effect.examples = [...effect.examples, { subject, step: first }]
    .sort((a, b) => momentOf(a.step) - momentOf(b.step))
    .slice(0, EXAMPLES)
}

/** The earlier of the two moments: from then on something is different. */
export function momentOf({ before, after }: MovedStep): Instant {
  return Math.min(before?.at ?? Number.POSITIVE_INFINITY, after?.at ?? Number.POSITIVE_INFINITY)
}

/** The step with which a service first notices. */
function firstOf([first, ...others]: readonly MovedStep[]): MovedStep | undefined {
  return others.reduce((a, b) => (a && momentOf(a) <= momentOf(b) ? a : b), first)
}

const earliest = (known: Instant | null, at: Instant) => (known === null || at < known ? at : known)

const COLUMN = { earlier: 'earlier', later: 'later', new: 'added', gone: 'dropped' } as const

/** A service counts once per kind of step, and once for each way in which its steps move. */
function addKinds(kinds: Effect['kinds'], moved: readonly MovedStep[]): void {
  const own = new Map<StepKind, KindEffect>()
  for (const step of moved) {
    const kind = (step.after ?? step.before)?.step
    if (kind === undefined) continue
    const known = own.get(kind) ?? { ...NOTHING_MOVED, services: 1 }
    const firstAt = Math.min(known.firstAt, momentOf(step))
    own.set(kind, { ...known, [COLUMN[step.change]]: 1, firstAt })
  }
  for (const [kind, effect] of own) kinds.set(kind, sumOf(kinds.get(kind) ?? NOTHING_MOVED, effect))
}

function sumOf(a: KindEffect, b: KindEffect): KindEffect {
  return {
    services: a.services + b.services,
    earlier: a.earlier + b.earlier,
    later: a.later + b.later,
    added: a.added + b.added,
    dropped: a.dropped + b.dropped,
    firstAt: Math.min(a.firstAt, b.firstAt),
  }
}

const NOTHING_MOVED: KindEffect = {
  ...{ services: 0, earlier: 0, later: 0, added: 0, dropped: 0 },
  firstAt: Number.POSITIVE_INFINITY,
}

/** How a customer's documents are taxed. */
type Tax = Pick<BillingFacts, 'rateBasisPoints' | 'taxMode'>

function addMoney(
  effect: Effect,
  service: AutomatedService,
  { asked: { before, after } }: MeasuredChange,
  tax: Tax,
): void {
  if (before.length === 0 && after.length === 0) return
  const { currency } = service.price
  const known = effect.money.get(currency) ?? { before: 0n, after: 0n }
  effect.money.set(currency, {
    before: known.before + grossOf(service, before, tax),
    after: known.after + grossOf(service, after, tax),
  })
  effect.documents.before += before.length
  effect.documents.after += after.length
}

/** What documents for so many periods each come to, one after the other. */
function grossOf(service: AutomatedService, documents: readonly number[], tax: Tax): bigint {
  let { renewalCount } = service
  let sum = 0n
  for (const periods of documents) {
    sum += amountsOf(priceOfPeriods({ ...service, renewalCount }, periods), tax).gross
    renewalCount += periods
  }
  return sum
}

function addNearer(effect: Effect, moved: readonly MovedStep[]): void {
  effect.nearer.services += 1
  for (const { after, change } of moved) {
    const ends = after?.step === 'suspend' || after?.step === 'expire'
    if (ends && change !== 'later')
      effect.nearer.firstAt = earliest(effect.nearer.firstAt, after.at)
  }
}
