import { setImmediate as breathe } from 'node:timers/promises'
import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import {
  type AutomatedService,
  type BusinessCalendar,
  type DaysInput,
  type ForecastPayment,
  type ForecastStep,
  forecastDays,
  type PaymentHabit,
  type ServiceForecast,
  type StepKind,
} from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { type Invoicing, readInvoicing } from '../../documents/invoicing-settings.ts'
import { NO_ID } from '../../services/jobs/wake-affected.ts'
import { serviceSchedule } from '../../services/tables.ts'
import { inputOf } from '../forecast-input.ts'
import { loadCalendar } from '../load-calendar.ts'
import { type AutomationState, loadStates } from '../load-states.ts'
import { loadBilling } from './load-billing.ts'
import { type Assumption, loadHabits } from './load-habits.ts'
import { loadUnpaidOrders, type UnpaidOrder } from './load-unpaid-orders.ts'

/** Services loaded at once: what a walk holds in memory. */
const CHUNK = 1000
/** Services looked at before others get their turn. */
const AT_ONCE = 50

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
  /** Charges that are under way have no answer within the horizon. */
  chargesStay?: boolean
  /** Services with a greater id only: to go on where another walk stopped. */
  after?: string
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

/** A walk that calls back for each service, in the order of their ids. */
export interface FleetWalk extends FleetQuestion {
  each(
    state: AutomationState,
    steps: readonly ForecastStep[],
    payments: readonly ForecastPayment[],
  ): void
}

/** {@link walkInChunks} from one end to the other. Answers how many services it looked at. */
export async function walkFleet(ctx: Context, walk: FleetWalk): Promise<{ services: number }> {
  let services = 0
  for await (const chunk of walkInChunks(ctx, walk)) {
    services += chunk.length
    for (const { state, steps, payments } of chunk) walk.each(state, steps, payments)
  }
  return { services }
}

/**
 * What will happen to each service until a moment, in chunks, so that the memory does not grow with
 * the fleet. What is done once for an order or paid with one document is said for the first of its
 * services only. Nothing is written.
 */
export async function* walkInChunks(
  ctx: Context,
  walk: FleetQuestion,
): AsyncGenerator<WalkedService[]> {
  const { db } = ctx
  const present = walk.archived ? sql`true` : sql`s.archived_at is null`
  const condition = walk.where ? sql`(${walk.where}) and ${present}` : present
  const total = walk.progress ? await countServices(db, condition) : 0
  const rules: Rules = {
    ...{ walk, condition },
    calendar: await loadCalendar(db, walk.now),
    invoicing: await readInvoicing(db),
    documents: new Set(),
  }
  let done = 0
  for (let after = walk.after ?? NO_ID; ; ) {
    walk.signal?.throwIfAborted()
    const ids = await nextIds(db, condition, after)
    const walked = await walkChunk(db, ids, rules)
    done += walked.length
    walk.progress?.(done, Math.max(done, total))
    yield walked
    const last = ids.at(-1)
    if (ids.length < CHUNK || last === undefined) return
    after = last
  }
}

interface Rules {
  walk: FleetQuestion
  /** The services that are walked over. */
  condition: SQL
  calendar: BusinessCalendar
  invoicing: Invoicing
  /** Documents whose payment was counted with an earlier service. */
  documents: Set<string>
}

async function countServices(db: Db, condition: SQL): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from services s where ${condition}`,
  )
  return rows[0]?.n ?? 0
}

async function nextIds(db: Db, condition: SQL, after: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select s.id from services s where ${condition} and s.id > ${after}::uuid
    order by s.id limit ${CHUNK}`)
  return rows.map((row) => row.id)
}

async function walkChunk(db: Db, ids: readonly string[], rules: Rules): Promise<WalkedService[]> {
  const { walk } = rules
  const states = await loadStates(db, ids, walk.now)
  const present = ids.flatMap((id) => states.get(id) ?? [])
  const facts = await loadFacts(db, present, rules)
  const others = await walk.instead?.(present)
  const walked: WalkedService[] = []
  for (const [n, state] of present.entries()) {
    if (n % AT_ONCE === 0) {
      await breathe()
      walk.signal?.throwIfAborted()
    }
    const assume = facts.habitOf(state)
    const input = daysInput(state, facts, rules)
    const horizon = { until: walk.until, assume, chargesStay: walk.chargesStay ?? false }
    const { steps, payments } = forecastDays(input, horizon)
    const service = others?.get(state.service.id)
    walked.push({
      state,
      steps: stepsOnce(state, steps, facts.orders),
      payments: paymentsOnce(payments, rules),
      instead: service ? { service, ...forecastDays({ ...input, service }, horizon) } : null,
    })
  }
  return walked
}

interface ChunkFacts {
  orders: Map<string, UnpaidOrder>
  billing: Map<string, DaysInput['billing']>
  held: Map<string, StepKind | null>
  habitOf(state: AutomationState): PaymentHabit
}

async function loadFacts(
  db: Db,
  states: readonly AutomationState[],
  { walk, condition, calendar: { zone }, invoicing }: Rules,
): Promise<ChunkFacts> {
  const orders = await loadUnpaidOrders(db, states, { now: walk.now, zone, condition })
  const billing = await loadBilling(db, { states, orders, invoicing, zone })
  const held = await loadHeld(
    db,
    states.map(({ service }) => service.id),
  )
  const { assume } = walk
  if (assume !== 'as_before') return { orders, billing, held, habitOf: () => assume }
  const customerIds = states.map(({ subject }) => subject.service.customerId)
  const habits = await loadHabits(db, customerIds, walk.now)
  const habitOf = ({ subject }: AutomationState) =>
    habits.get(subject.service.customerId) ?? 'on_time'
  return { orders, billing, held, habitOf }
}

/** What waits for an approval, by service. */
async function loadHeld(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, StepKind | null>()
  const rows = await db
    .select({ id: serviceSchedule.serviceId, step: serviceSchedule.step })
    .from(serviceSchedule)
    .where(
      sql`${serviceSchedule.blockedOn} = 'approval' and ${inArray(serviceSchedule.serviceId, [...ids])}`,
    )
  return new Map(rows.map((row) => [row.id, row.step as StepKind | null]))
}

function daysInput(state: AutomationState, facts: ChunkFacts, rules: Rules): DaysInput {
  const { service } = state.subject
  const billing = facts.billing.get(service.id)
  if (!billing) throw new Error(`no billing of ${service.id}`)
  const input = inputOf(state, rules.calendar, rules.walk.now)
  const days = { ...input, billing, heldStep: facts.held.get(service.id) ?? null }
  if (service.status !== 'pending' || service.paidAt !== null) return days
  const order = facts.orders.get(service.orderId ?? '')
  return order ? withOrder(days, order) : { ...days, facts: { ...days.facts, order: null } }
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
