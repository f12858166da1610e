import { setImmediate as breathe } from 'node:timers/promises'
import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import {
  type BusinessCalendar,
  type DaysInput,
  type ForecastPayment,
  type ForecastStep,
  forecastDays,
  type PaymentHabit,
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
export interface FleetWalk {
  /** On `services s`; without it all that have not left the lists. */
  where?: SQL
  now: Instant
  /** Excluded. */
  until: Instant
  assume: Assumption
  /** Services with a greater id only: to go on where another walk stopped. */
  after?: string
  /** In the order of the services' ids. */
  each(
    state: AutomationState,
    steps: readonly ForecastStep[],
    payments: readonly ForecastPayment[],
  ): void
  /** Asked after each service: true ends the walk. */
  isEnough?(): boolean
  progress?(done: number, total: number): void
  /** Stops the walk, which then throws the signal's reason. */
  signal?: AbortSignal
}

/**
 * What will happen to each service until a moment, in chunks, so that the memory does not grow with
 * the fleet. What is done once for an order or paid with one document is said for the first of its
 * services only. Nothing is written. Answers how many services it looked at.
 */
export async function walkFleet(ctx: Context, walk: FleetWalk): Promise<{ services: number }> {
  const { db } = ctx
  const present = walk.where ? sql`${walk.where} and` : sql``
  const condition = sql`${present} s.archived_at is null`
  const total = walk.progress ? await countServices(db, condition) : 0
  const rules: Rules = {
    walk,
    calendar: await loadCalendar(db, walk.now),
    invoicing: await readInvoicing(db),
    orders: new Set(),
    documents: new Set(),
  }
  let done = 0
  for (let after = walk.after ?? NO_ID; ; ) {
    walk.signal?.throwIfAborted()
    const ids = await nextIds(db, condition, after)
    const looked = await walkChunk(db, ids, rules)
    done += looked.services
    walk.progress?.(done, Math.max(done, total))
    const last = ids.at(-1)
    if (looked.isOver || ids.length < CHUNK || last === undefined) return { services: done }
    after = last
  }
}

interface Rules {
  walk: FleetWalk
  calendar: BusinessCalendar
  invoicing: Invoicing
  /** Orders and documents that were counted with an earlier service. */
  orders: Set<string>
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

async function walkChunk(db: Db, ids: readonly string[], rules: Rules) {
  const { walk } = rules
  const states = await loadStates(db, ids, walk.now)
  const present = ids.flatMap((id) => states.get(id) ?? [])
  const facts = await loadFacts(db, present, rules)
  let services = 0
  for (const state of present) {
    if (services++ % AT_ONCE === 0) await breathe()
    walk.signal?.throwIfAborted()
    const { steps, payments } = forecastDays(daysInput(state, facts, rules), {
      until: walk.until,
      assume: facts.habitOf(state),
    })
    walk.each(state, stepsOnce(state, steps, rules), paymentsOnce(payments, rules))
    if (walk.isEnough?.()) return { services, isOver: true }
  }
  return { services, isOver: false }
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
  { walk, calendar: { zone }, invoicing }: Rules,
): Promise<ChunkFacts> {
  const orders = await loadUnpaidOrders(db, states, { now: walk.now, zone })
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

function stepsOnce(
  { subject: { service } }: AutomationState,
  steps: readonly ForecastStep[],
  { orders }: Rules,
): readonly ForecastStep[] {
  const { orderId, status } = service
  if (status !== 'pending' || orderId === null) return steps
  const isFirst = !orders.has(orderId)
  orders.add(orderId)
  if (isFirst) return steps
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
