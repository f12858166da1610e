import { addCycles, addDays, localParts } from '../domain/calendar.ts'
import { CYCLE_LENGTHS, type Cycle, isRecurring } from '../domain/cycle.ts'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../domain/instant.ts'
import type { StaffCause } from '../domain/service-status.ts'
import { PRODUCTS } from './catalogue.ts'
import type { DemoProduct } from './product-lines.ts'
import type { Random } from './random.ts'

/** Something that a person does to a service at a moment. */
export type Act = { at: Instant } & (
  | { kind: 'cancel'; when: 'end_of_period' | 'now' }
  | { kind: 'suspend'; cause: StaffCause }
  | { kind: 'terminate' }
  | { kind: 'hold'; until: Instant | null }
)

/** How far an order came. */
export type Stage =
  | 'delivered'
  /** Nobody has paid yet. */
  | 'unpaid'
  /** Nobody ever paid: given up. */
  | 'given_up'
  /** Paid, and staff are to deliver. */
  | 'waits'
  /** Paid, and the delivery failed. */
  | 'failed'

/** What is to become of one order and its services. */
export interface OrderPlan {
  buyer: number
  product: DemoProduct
  cycle: Cycle
  quantity: number
  stage: Stage
  placedAt: Instant
  paidAt: Instant | null
  /** When the first of its services runs; the rest follow by seconds. */
  deliveredAt: Instant | null
  trial: boolean
  /** From the renewal that starts about then on nobody pays. */
  unpaidFrom: Instant | null
  acts: readonly Act[]
  /** The next suspension fails on the server and waits for staff. */
  suspensionFails: boolean
}

interface Desk {
  random: Random
  now: Instant
  zone: string
  buyers: number
}

/** How far back the company goes. */
const HISTORY_MS = 730 * DAY

/** Orders of two years that come to about eight hundred services in every state. */
export function makePlans(random: Random, about: Omit<Desk, 'random'>): OrderPlan[] {
  const desk: Desk = { random, ...about }
  const many = (count: number, make: (desk: Desk) => OrderPlan) =>
    Array.from({ length: count }, () => make(desk))
  const plans = [
    ...many(485, running),
    ...many(46, (d) => lapsed(d, d.random.next() * 16.5 * DAY + HOUR)),
    ...many(58, (d) => lapsed(d, (20 + d.random.next() * 400) * DAY)),
    ...many(42, (d) => cancelled(d, 'end_of_period')),
    ...many(14, (d) => cancelled(d, 'now')),
    ...many(15, leaving),
    ...many(12, terminated),
    ...many(11, stopped),
    ...many(6, held),
    ...many(3, (d) => ({ ...lapsed(d, (3.6 + d.random.next()) * DAY), suspensionFails: true })),
    ...many(15, unpaid),
    ...many(20, givenUp),
    ...many(7, (d) => waiting(d, 'waits')),
    ...many(2, (d) => waiting(d, 'failed')),
  ]
  featureOneOfEach(plans)
  return plans.sort((a, b) => a.placedAt - b.placedAt)
}

/** The first customer has a bit of everything. */
function featureOneOfEach(plans: OrderPlan[]): void {
  for (const index of [0, 1, 2, 3, 485, 531, 589, 645, 665, 706]) {
    const plan = plans[index]
    if (plan) plan.buyer = 0
  }
}

function base(desk: Desk, products: readonly DemoProduct[] = PRODUCTS): OrderPlan {
  const { random } = desk
  const product = random.weighted(products.map((one) => [one, one.weight] as const))
  const cycle = cycleOf(random, product)
  return {
    buyer: buyerOf(desk),
    product,
    cycle,
    quantity: 1,
    stage: 'delivered',
    placedAt: desk.now,
    paidAt: null,
    deliveredAt: null,
    trial: false,
    unpaidFrom: null,
    acts: [],
    suspensionFails: false,
  }
}

/** A long tail: the first customers buy most. */
function buyerOf({ random, buyers }: Desk): number {
  return Math.min(buyers - 1, 1 + Math.floor(random.next() ** 1.5 * buyers))
}

const CYCLE_WEIGHTS: Partial<Record<Cycle, number>> = {
  weekly: 0.05,
  monthly: 1,
  quarterly: 0.2,
  semiannually: 0.1,
  annually: 0.4,
  biennially: 0.06,
  triennially: 0.03,
}

function cycleOf(random: Random, { cycles }: DemoProduct): Cycle {
  return random.weighted(cycles.map((cycle) => [cycle, CYCLE_WEIGHTS[cycle] ?? 1] as const))
}

/** Order and payment as they must have been for a delivery at that moment. */
function deliveredAt(desk: Desk, plan: OrderPlan, at: Instant): OrderPlan {
  const { random } = desk
  const byHand = plan.product.deliverOn !== 'payment'
  const wait = byHand ? random.int(40, 900) * MINUTE : random.int(9, 160) * SECOND
  const paidAt = at - (plan.product.type === 'none' && !byHand ? 0 : wait)
  const thought = random.chance(0.75) ? random.int(2, 25) * MINUTE : random.int(1, 60) * HOUR
  return { ...plan, deliveredAt: at, paidAt, placedAt: paidAt - thought }
}

/** Something between 6 and 24 o'clock. */
function wakingHour(random: Random, at: Instant): Instant {
  const day = Math.floor(at / DAY) * DAY
  return day + random.int(6 * 3600, 22 * 3600) * SECOND + random.int(0, 999)
}

function running(desk: Desk): OrderPlan {
  const { random, now } = desk
  const plan = base(desk)
  // The company grows: the younger an order, the more of them there are.
  const age = HISTORY_MS * random.next() ** 1.35
  const start = Math.min(wakingHour(random, now - age), now - 3 * HOUR)
  const quantity = random.chance(0.08) ? random.int(2, 3) : 1
  const trial = plan.product.group === 'game' && random.chance(0.15)
  return deliveredAt(desk, { ...plan, quantity, trial }, start)
}

const mayEnd = (product: DemoProduct) =>
  product.metadata.disable_auto_terminate !== 'true' && product.maxRenewals === null
const RENEWED = PRODUCTS.filter((one) => mayEnd(one) && one.cycles.some(isRecurring))

/** One whose period ends so long ago (or ahead, when negative); delivered some periods before. */
function endingAt(desk: Desk, endsAt: Instant): OrderPlan {
  const { random, now, zone } = desk
  for (;;) {
    const plan = base(desk, RENEWED)
    const { cycle } = plan
    if (!isRecurring(cycle)) continue
    const length = CYCLE_LENGTHS[cycle]
    const days = 'days' in length ? length.days : length.months * 31
    const most = Math.floor((HISTORY_MS - (now - endsAt)) / (days * DAY))
    if (most < 1) continue
    const count = random.int(1, Math.min(most, 18))
    const anchor = localParts(endsAt, zone).day
    const start = addCycles(endsAt, cycle, -count, anchor, zone)
    if (start < now - 2 * HOUR) return deliveredAt(desk, plan, start)
  }
}

/** Nobody has paid since then. */
function lapsed(desk: Desk, agoMs: number): OrderPlan {
  const endsAt = desk.now - Math.round(agoMs)
  return { ...endingAt(desk, endsAt), unpaidFrom: endsAt - 4 * DAY }
}

function cancelled(desk: Desk, when: 'end_of_period' | 'now'): OrderPlan {
  const { random, now } = desk
  const endsAt = now - Math.round((1 + random.next() * 420) * DAY)
  const plan = endingAt(desk, endsAt)
  const at = wakingHour(random, endsAt - random.int(1, 5) * DAY)
  const acts: Act[] = [{ at: Math.max(at, (plan.deliveredAt ?? 0) + HOUR), kind: 'cancel', when }]
  return { ...plan, acts, unpaidFrom: endsAt - 4 * DAY }
}

/** A cancellation that stands and has not taken effect yet. */
function leaving(desk: Desk): OrderPlan {
  const { random, now } = desk
  const endsAt = now + Math.round((1 + random.next() * 24) * DAY)
  const plan = endingAt(desk, endsAt)
  const at = Math.max(now - random.int(1, 120) * HOUR, (plan.deliveredAt ?? 0) + HOUR)
  const acts: Act[] = [{ at, kind: 'cancel', when: 'end_of_period' }]
  return { ...plan, acts, unpaidFrom: endsAt - 4 * DAY }
}

function terminated(desk: Desk): OrderPlan {
  const { random, now, zone } = desk
  const at = now - Math.round((5 + random.next() * 300) * DAY)
  const plan = endingAt(desk, at + random.int(6, 20) * DAY)
  const acts: Act[] = [
    { at: addDays(at, -2, zone), kind: 'suspend', cause: 'abuse' },
    { at, kind: 'terminate' },
  ]
  return { ...plan, acts }
}

/** Stopped by staff, and still so. */
function stopped(desk: Desk): OrderPlan {
  const { random, now } = desk
  const plan = endingAt(desk, now + Math.round((9 + random.next() * 18) * DAY))
  const cause = random.weighted<StaffCause>([
    ['abuse', 5],
    ['dispute', 3],
    ['request', 2],
    ['other', 1],
  ])
  return { ...plan, acts: [{ at: now - random.int(3, 90) * HOUR, kind: 'suspend', cause }] }
}

/** Late, and staff have promised to wait. */
function held(desk: Desk): OrderPlan {
  const { random, now, zone } = desk
  const plan = lapsed(desk, (1 + random.next() * 1.6) * DAY)
  const until = random.chance(0.66) ? addDays(now, random.int(3, 12), zone) : null
  return { ...plan, acts: [{ at: now - random.int(2, 20) * HOUR, kind: 'hold', until }] }
}

const FOR_SALE = PRODUCTS.filter((one) => one.weight > 0 && one.monthly > 0)

function unpaid(desk: Desk): OrderPlan {
  const { random, now } = desk
  const placedAt = now - random.int(30, 6.5 * 24 * 60) * MINUTE
  return { ...base(desk, FOR_SALE), stage: 'unpaid', placedAt }
}

function givenUp(desk: Desk): OrderPlan {
  const { random, now } = desk
  const placedAt = wakingHour(random, now - (9 + random.next() * 600) * DAY)
  return { ...base(desk, FOR_SALE), stage: 'given_up', placedAt }
}

function waiting(desk: Desk, stage: 'waits' | 'failed'): OrderPlan {
  const { random, now } = desk
  const suits = FOR_SALE.filter((one) =>
    stage === 'waits'
      ? one.deliverOn !== 'payment'
      : one.type === 'sandbox' && one.deliverOn === 'payment',
  )
  const paidAt = now - random.int(15, 55 * 60) * MINUTE
  const placedAt = paidAt - random.int(3, 300) * MINUTE
  return { ...base(desk, suits), stage, paidAt, placedAt }
}
