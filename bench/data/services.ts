import { HOST_WORDS } from '../../server/src/demo/names.ts'
import { idAt, type Random } from '../../server/src/demo/random.ts'
import { addCycles, localParts } from '../../server/src/domain/calendar.ts'
import { type Cycle, isRecurring, type RecurringCycle } from '../../server/src/domain/cycle.ts'
import { DAY, type Instant } from '../../server/src/domain/instant.ts'
import type { Catalogue } from './catalogue.ts'
import type { Customer } from './customers.ts'

const ZONE = 'Europe/Paris'
const ARCHIVED_AFTER_MS = 90 * DAY

const CYCLES: readonly (readonly [Cycle, number])[] = [
  ...([
    ['weekly', 30],
    ['monthly', 600],
    ['quarterly', 120],
    ['semiannually', 60],
    ['annually', 140],
    ['biennially', 25],
    ['triennially', 10],
  ] as const),
  ...([
    ['onetime', 10],
    ['free', 5],
  ] as const),
]
const STATES = [
  ['active', 80],
  ['overdue', 4],
  ['suspended', 3],
  ['pending', 2],
  ['expired', 4],
  ['cancelled', 5],
  ['terminated', 2],
] as const
type State = (typeof STATES)[number][0]
const CAUSES = [
  ['overdue', 80],
  ['abuse', 10],
  ['request', 6],
  ['dispute', 3],
  ['other', 1],
] as const
const TYPES = [
  ['sandbox', 885],
  ['none', 110],
  ['docker', 5],
] as const
const ENDED = new Set<string>(['expired', 'cancelled', 'terminated'])

export const SERVICES = {
  table: 'services',
  columns: [
    'id',
    'number',
    'customer_id',
    'product_id',
    'server_id',
    'type',
    'name',
    'status',
    'cycle',
    'currency',
    'price',
    'initial_price',
    'expires_at',
    'anchor_day',
    'renewal_count',
    'suspensions',
    'suspended_at',
    'cancellation_requested_at',
    'trial',
    'auto_pay',
    'metadata',
    'order_data',
    'resource',
    'hold_until',
    'held_forever',
    'automation_paused',
    'paid_at',
    'delivered_at',
    'ended_at',
    'removed_at',
    'archived_at',
    'created_at',
    'search',
  ],
} as const

export interface Estate extends Catalogue {
  size: number
  foundedAt: Instant
  now: Instant
  customers: readonly Customer[]
}

const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString())

/** The services in the order in which they were made, numbered from 1. */
export function* serviceRows(random: Random, estate: Estate) {
  const { size, now, foundedAt } = estate
  const step = (now - foundedAt) / size
  for (let number = 1; number <= size; number++) {
    yield serviceRow(random, estate, {
      number,
      createdAt: Math.floor(foundedAt + (number - random.next()) * step),
    })
  }
}

function serviceRow(
  random: Random,
  { now, customers, productIds, serverIds }: Estate,
  { number, createdAt }: { number: number; createdAt: Instant },
) {
  // The square makes the tail long: few customers have very many services.
  const customer = customers[Math.floor(random.next() ** 2 * customers.length)] as Customer
  const productId = productIds[Math.floor(random.next() ** 2 * productIds.length)] as string
  const state = random.weighted(STATES)
  const type = random.weighted(TYPES)
  const life = lifeOf(random, { state, createdAt, now })
  const name = `${random.pick(HOST_WORDS)}.${customer.domain}`
  const price = random.int(2, 90) * 100 - 10
  const isLive = state !== 'pending'
  const remoteId = type === 'sandbox' && isLive ? `vm-${number.toString(36)}` : null
  const id = idAt(random, createdAt)
  return [
    ...[id, number, customer.id, random.chance(0.03) ? null : productId],
    ...[type === 'sandbox' ? random.pick(serverIds) : null, type, name, statusOf(state)],
    ...[life.cycle, customer.currency, price, random.chance(0.04) ? 0 : price],
    ...[iso(life.expiresAt), life.day, life.renewals, suspensionsOf(random, state, now)],
    ...[state === 'suspended' ? iso(now - DAY) : null],
    ...[state === 'active' && random.chance(0.02) ? iso(now - DAY) : null],
    ...[random.chance(0.04), random.chance(0.35), metadataOf(random)],
    ...[JSON.stringify({ hostname: name }), resourceOf(remoteId)],
    ...[random.chance(0.002) ? iso(now + 7 * DAY) : null],
    ...[random.chance(0.0002), random.chance(0.0002)],
    ...[isLive ? iso(createdAt) : null, isLive ? iso(createdAt) : null],
    ...[iso(life.endedAt), iso(life.endedAt), iso(life.archivedAt), iso(createdAt)],
    searchText([name, customer.name, customer.email, customer.userEmail, remoteId, name, number]),
  ]
}

const statusOf = (state: State) => (state === 'overdue' ? 'active' : state)

function lifeOf(
  random: Random,
  { state, createdAt, now }: { state: State; createdAt: Instant; now: Instant },
) {
  const cycle = random.weighted(CYCLES)
  const { day } = localParts(createdAt, ZONE)
  const isEnded = ENDED.has(state)
  const endedAt = isEnded ? createdAt + Math.floor(random.next() * (now - createdAt)) : null
  const isOld = endedAt !== null && endedAt < now - ARCHIVED_AFTER_MS
  const archivedAt = isOld ? endedAt + ARCHIVED_AFTER_MS : null
  const bare = { cycle, day, endedAt, archivedAt, renewals: 0 }
  if (!isRecurring(cycle) || state === 'pending') return { ...bare, expiresAt: null }
  const isLate = state === 'overdue' || state === 'suspended'
  const until = isLate ? now - random.int(1, 20) * DAY : (endedAt ?? now)
  const periods = periodsUntil(createdAt, { cycle, day, until })
  const expiresAt = isLate ? until : addCycles(createdAt, cycle, periods, day, ZONE)
  return { ...bare, expiresAt, renewals: Math.max(0, periods - 1) }
}

/** The smallest number of periods that reaches past a moment. */
function periodsUntil(
  start: Instant,
  { cycle, day, until }: { cycle: RecurringCycle; day: number; until: Instant },
): number {
  const first = addCycles(start, cycle, 1, day, ZONE) - start
  let count = Math.max(1, Math.floor((until - start) / first))
  while (addCycles(start, cycle, count, day, ZONE) <= until) count++
  return count
}

function suspensionsOf(random: Random, state: State, now: Instant): string {
  if (state !== 'suspended') return '[]'
  const by = { kind: 'automation', id: null, name: 'automation' }
  const cause = random.weighted(CAUSES)
  return JSON.stringify([{ cause, note: '', message: '', since: iso(now - DAY), by }])
}

function metadataOf(random: Random): string {
  if (random.chance(0.95)) return '{}'
  return JSON.stringify({ rack: `A${random.int(1, 400)}` })
}

function resourceOf(remoteId: string | null): string | null {
  return remoteId && JSON.stringify({ remoteId, data: {}, connection: [], secrets: {} })
}

/** As the server writes it: lower case, without accents. */
function searchText([name, buyer, email, user, remote, host, number]: (string | number | null)[]) {
  const words = [name, buyer, email, user, remote, host, `#${number}`]
  const text = words.filter((word) => word !== null).join(' ')
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
