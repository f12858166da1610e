import { setImmediate as breathe } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type {
  AutomatedService,
  BusinessCalendar,
  DaysInput,
  ForecastPayment,
  ForecastStep,
  ServiceForecast,
} from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { readInvoicing } from '../../documents/invoicing-settings.ts'
import { NO_ID } from '../../services/jobs/wake-affected.ts'
import { inputOf } from '../forecast-input.ts'
import { loadCalendar } from '../load-calendar.ts'
import type { AutomationState } from '../load-states.ts'
import { type AskedService, type Forecasted, forecastCustomer } from './forecast-customer.ts'
import { type ChunkRules, type LoadedChunk, loadChunks, type WalkPlace } from './load-chunk.ts'
import type { Assumption } from './load-habits.ts'
import type { UnpaidOrder } from './load-unpaid-orders.ts'
import { type MailHours, mailHoursOf, placeMails } from './place-mails.ts'

/** Services looked at before others get their turn. */
const AT_ONCE = 50

const START: WalkPlace = { customerId: NO_ID, serviceId: NO_ID }

/** A walk over the coming days of many services. */
export interface FleetQuestion {
  /** On `services s`; without it all that have not left the lists. */
  where?: SQL
  /** Those that have left the lists too. */
  archived?: boolean
  now: Instant
  /** Excluded. */
  until: Instant
  assume: Assumption
  /** Told of this service only; the others of its customer are walked over for what they share. */
  only?: string
  /** Charges that are under way have no answer within the horizon. */
  chargesStay?: boolean
  /** Only what comes after this place: to go on where another walk stopped. */
  after?: WalkPlace
  /** What services would be instead, by id: their forecast as such is worked out beside. */
  instead?(states: readonly AutomationState[]): Promise<ReadonlyMap<string, AutomatedService>>
  progress?(done: number, total: number): void
  /** Stops the walk, which then throws the signal's reason. */
  signal?: AbortSignal
}

/** What will happen to one service. */
export interface WalkedService {
  state: AutomationState
  steps: readonly ForecastStep[]
  payments: readonly ForecastPayment[]
  /** The same as what it would be instead; null where nothing was asked. */
  instead: (ServiceForecast & { service: AutomatedService }) | null
}

/** A walk that calls back for each service, customer by customer. */
export interface FleetWalk extends FleetQuestion {
  each(
    state: AutomationState,
    steps: readonly ForecastStep[],
    payments: readonly ForecastPayment[],
  ): void
}

/** A part of a walk. */
export interface WalkedChunk {
  /** How many services more have been looked at, those that rest until the end included. */
  looked: number
  services: readonly WalkedService[]
}

/** {@link walkInChunks} from one end to the other. Answers how many services it looked at. */
export async function walkFleet(ctx: Context, walk: FleetWalk): Promise<{ services: number }> {
  let services = 0
  for await (const chunk of walkInChunks(ctx, walk)) {
    services += chunk.looked
    for (const { state, steps, payments } of chunk.services) walk.each(state, steps, payments)
  }
  return { services }
}

/**
 * What will happen to each service until a moment, in chunks, so that the memory does not grow with
 * the fleet; the next one is loaded while one is worked out. What is done once for an order or paid
 * with one document is said for the first of its services only. Nothing is written.
 */
export async function* walkInChunks(
  ctx: Context,
  walk: FleetQuestion,
): AsyncGenerator<WalkedChunk> {
  const { db } = ctx
  const present = walk.archived ? sql`true` : sql`s.archived_at is null`
  const condition = walk.where ? sql`(${walk.where}) and ${present}` : present
  const total = walk.progress ? await countServices(db, condition) : 0
  const calendar = await loadCalendar(db, walk.now)
  const { now, until, assume } = walk
  const wanted: ChunkRules = {
    ...{ condition, now, until, assume, calendar },
    skipsResting: walk.instead === undefined && walk.only === undefined,
    invoicing: await readInvoicing(db),
  }
  const mailHours = mailHoursOf(calendar)
  const rules: Rules = { walk, calendar, mailHours, documents: new Set(), log: ctx.log }
  let done = 0
  const from = { after: walk.after ?? START, signal: walk.signal }
  for await (const chunk of loadChunks(db, wanted, from)) {
    for await (const services of walkChunk(chunk, rules)) yield { looked: 0, services }
    done += chunk.looked
    walk.progress?.(done, Math.max(done, total))
    yield { looked: chunk.looked, services: [] }
  }
}

interface Rules {
  walk: FleetQuestion
  calendar: BusinessCalendar
  mailHours: MailHours
  /** Documents whose payment was counted with an earlier service. */
  documents: Set<string>
  log: Context['log']
}

async function countServices(db: Db, condition: SQL): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from services s where ${condition}`,
  )
  return rows[0]?.n ?? 0
}

/** A few services at a time: what was told of them is forgotten soon. */
async function* walkChunk(chunk: LoadedChunk, rules: Rules): AsyncGenerator<WalkedService[]> {
  const { walk } = rules
  const others = await walk.instead?.(chunk.states)
  let walked: WalkedService[] = []
  for (const own of Map.groupBy(chunk.states, customerOf).values()) {
    walked.push(...walkDecidable(own, { chunk, rules, others }))
    if (walked.length < AT_ONCE) continue
    yield walked
    walked = []
    await breathe()
    walk.signal?.throwIfAborted()
  }
  yield walked
}

const customerOf = ({ subject }: AutomationState) => subject.service.customerId

interface Walking {
  chunk: LoadedChunk
  rules: Rules
  others: ReadonlyMap<string, AutomatedService> | undefined
}

/**
 * A service that cannot be decided stops no forecast of the others, as it stops no sweep: it is left
 * out, and its customer's others are walked each for itself.
 */
function walkDecidable(states: readonly AutomationState[], walking: Walking): WalkedService[] {
  try {
    return walkCustomer(states, walking)
  } catch (error) {
    const [alone, ...others] = states
    if (others.length > 0) return states.flatMap((state) => walkDecidable([state], walking))
    const serviceId = alone?.service.id
    walking.rules.log.error({ err: error, serviceId }, 'a service could not be forecast')
    return []
  }
}

/** The services of one customer: what they are told in common makes one mail. */
function walkCustomer(
  states: readonly AutomationState[],
  { chunk, rules, others }: Walking,
): WalkedService[] {
  const { walk } = rules
  const [first] = states
  const customerId = first ? customerOf(first) : ''
  const credit = chunk.credits.get(customerId)
  const asked = states.map((state) => ({
    state,
    input: daysInput(state, chunk, rules),
    horizon: {
      ...{ until: walk.until, assume: chunk.habitOf(state) },
      chargesStay: walk.chargesStay ?? false,
    },
  }))
  const alike = forecastCustomer(asked, credit)
  if (others) return besides(alike, forecastCustomer(changedTo(others, asked), credit), others)
  const known = chunk.digests.get(customerId) ?? []
  const { only } = walk
  return placeMails(alike, rules.mailHours, { known, credit })
    .filter(({ state }) => only === undefined || state.service.id === only)
    .map(({ state, forecast: { steps, payments } }) => ({
      state,
      steps: only === undefined ? stepsOnce(state, steps, chunk.orders) : steps,
      payments: paymentsOnce(payments, rules),
      instead: null,
    }))
}

const changedTo = (others: ReadonlyMap<string, AutomatedService>, asked: readonly AskedService[]) =>
  asked.map((one) => {
    const service = others.get(one.state.service.id)
    return service ? { ...one, input: { ...one.input, service } } : one
  })

/** What will happen to each, and beside it what would to those that would be different. */
function besides(
  alike: readonly Forecasted[],
  changed: readonly Forecasted[],
  others: ReadonlyMap<string, AutomatedService>,
): WalkedService[] {
  const instead = new Map(changed.map((one) => [one.state, one.forecast]))
  return alike.map(({ state, forecast }) => {
    const service = others.get(state.service.id)
    const its = instead.get(state)
    return { state, ...forecast, instead: service && its ? { service, ...its } : null }
  })
}

function daysInput(state: AutomationState, chunk: LoadedChunk, rules: Rules): DaysInput {
  const { service } = state.subject
  const billing = chunk.billing.get(service.id)
  if (!billing) throw new Error(`no billing of ${service.id}`)
  const policy = chunk.policyOf(state)
  const input = { ...inputOf(state, rules.calendar, rules.walk.now), policy, billing }
  if (service.status !== 'pending' || service.paidAt !== null) return input
  const order = chunk.orders.get(service.orderId ?? '')
  return order ? withOrder(input, order) : { ...input, facts: { ...input.facts, order: null } }
}

/** A pending service waits with its order: as long as the most patient one in it. */
function withOrder(input: DaysInput, order: UnpaidOrder): DaysInput {
  const { policy, facts } = input
  const { remindedAt: at, remindDays: unpaidOrderReminderDays, cancelDays } = order
  const reminded = at === null ? [] : [{ key: 'remind_order', at, skipped: false }]
  const values = { ...policy.values, unpaidOrderReminderDays, unpaidOrderDays: cancelDays }
  return {
    ...input,
    policy: { ...policy, values },
    facts: { ...facts, order: { state: order.state }, done: [...facts.done, ...reminded] },
  }
}

/** An order is reminded and given up once, however many services wait with it. */
function stepsOnce(
  { subject: { service } }: AutomationState,
  steps: readonly ForecastStep[],
  orders: ReadonlyMap<string, UnpaidOrder>,
): readonly ForecastStep[] {
  const order = orders.get(service.orderId ?? '')
  if (!order || order.firstServiceId === service.id) return steps
  return steps.filter(({ step }) => step !== 'remind_order' && step !== 'cancel_order')
}

function paymentsOnce(
  payments: readonly ForecastPayment[],
  { documents }: Rules,
): readonly ForecastPayment[] {
  return payments.filter(({ documentId }) => {
    if (documentId === null) return true
    const isFirst = !documents.has(documentId)
    documents.add(documentId)
    return isFirst
  })
}
