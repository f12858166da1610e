import type pg from 'pg'
import { makeBuyers } from '../../server/src/demo/customers.ts'
import { HOST_WORDS, slugOf } from '../../server/src/demo/names.ts'
import { idAt, type Random, randomFrom } from '../../server/src/demo/random.ts'
import { addCycles, localParts } from '../../server/src/domain/calendar.ts'
import type { RecurringCycle } from '../../server/src/domain/cycle.ts'
import { DAY, type Instant } from '../../server/src/domain/instant.ts'
import { insertRows } from './insert.ts'

const ZONE = 'Europe/Paris'
const FOUNDED_MS = 730 * DAY
const PRODUCTS = ['VPS Start', 'VPS Business', 'Survival 8 GB', 'Web Pro', 'Voice 25', 'Domain .fr']
const SERVERS = 12
const SERVICES_PER_CUSTOMER = 4

const CYCLES: readonly (readonly [RecurringCycle, number])[] = [
  ['weekly', 3],
  ['monthly', 60],
  ['quarterly', 12],
  ['semiannually', 6],
  ['annually', 15],
  ['biennially', 3],
  ['triennially', 1],
]
const STATUSES = [
  ['active', 82],
  ['overdue', 5],
  ['pending', 2],
  ['expired', 4],
  ['cancelled', 5],
  ['terminated', 2],
] as const

/** What later groups of benchmarks start from. */
export interface Fleet {
  customerIds: string[]
  productIds: string[]
  serverIds: string[]
}

/**
 * Fills an empty database with a fleet: customers with a long tail of many services, all cycles,
 * three currencies, one in twenty overdue. The same seed makes the same rows.
 */
export async function loadFleet(
  client: pg.Client,
  { size, seed, now }: { size: number; seed: number; now: Instant },
): Promise<Fleet> {
  const random = randomFrom(seed)
  const productIds = await loadCatalogue(client, random, now)
  const serverIds = await loadServers(client, random, now)
  const customers = await loadCustomers(client, random, { size, now })
  const buyers = { customers, productIds, serverIds }
  await insertRows(client, { ...SERVICES, rows: serviceRows(random, { size, now, ...buyers }) })
  await client.query(
    `insert into service_schedule (service_id, next_at)
    select id, least(expires_at, $1::timestamptz + interval '400 days') from services
    where ended_at is null and expires_at > $1`,
    [iso(now)],
  )
  await client.query(`update services s set search = berth_search_text(
    concat_ws(' ', s.name, c.name, c.email, '#' || s.number))
    from customers c where c.id = s.customer_id`)
  await client.query('vacuum analyze')
  return { customerIds: customers.map(({ id }) => id), productIds, serverIds }
}

const iso = (at: Instant) => new Date(at).toISOString()

async function loadCatalogue(client: pg.Client, random: Random, now: Instant): Promise<string[]> {
  const at = now - FOUNDED_MS
  const groupId = idAt(random, at)
  const text = (value: string) => JSON.stringify({ en: value, fr: value })
  await client.query(
    `insert into product_groups (id, slug, name, description, visibility, created_at)
     values ($1, 'all', $2, $3, 'public', $4)`,
    [groupId, text('Hosting'), text(''), iso(at)],
  )
  const ids = PRODUCTS.map(() => idAt(random, at))
  await insertRows(client, {
    table: 'products',
    columns: {
      ...{ id: 'uuid', group_id: 'uuid', name: 'jsonb', description: 'jsonb', type: 'text' },
      ...{
        module_settings: 'jsonb',
        deliver_on: 'text',
        visibility: 'text',
        created_at: 'timestamptz',
      },
    },
    rows: PRODUCTS.map((name, index) => [
      ...[ids[index] ?? '', groupId, text(name), text(''), 'none', '{}'],
      ...['payment', 'public', iso(at)],
    ]),
  })
  return ids
}

async function loadServers(client: pg.Client, random: Random, now: Instant): Promise<string[]> {
  const at = now - FOUNDED_MS
  const ids = Array.from({ length: SERVERS }, () => idAt(random, at))
  await insertRows(client, {
    table: 'servers',
    columns: {
      id: 'uuid',
      name: 'text',
      type: 'text',
      settings: 'jsonb',
      secrets: 'jsonb',
      created_at: 'timestamptz',
    },
    rows: ids.map((id, index) => [id, `par-${index + 1}`, 'sandbox', '{}', '{}', iso(at)]),
  })
  return ids
}

interface Customer {
  id: string
  currency: string
  domain: string
}

async function loadCustomers(
  client: pg.Client,
  random: Random,
  { size, now }: { size: number; now: Instant },
): Promise<Customer[]> {
  const count = Math.max(1, Math.floor(size / SERVICES_PER_CUSTOMER))
  // Names repeat after some hundreds, as they do; addresses never do.
  const people = makeBuyers(random, Math.min(count, 400))
  const customers = Array.from({ length: count }, (_, index) => {
    const at = now - Math.floor(random.next() * FOUNDED_MS)
    const person = people[index % people.length] as (typeof people)[number]
    return { id: idAt(random, at), at, person, domain: `${slugOf(person.name)}-${index}.example` }
  })
  await insertRows(client, {
    table: 'customers',
    columns: {
      ...{ id: 'uuid', kind: 'text', name: 'text', email: 'text', country: 'text' },
      ...{ currency: 'text', language: 'text', created_at: 'timestamptz', search: 'text' },
    },
    rows: customers.map(({ id, at, person, domain }) => [
      ...[id, person.kind, person.name, `contact@${domain}`, person.country, person.currency],
      ...[person.language, iso(at), `${slugOf(person.name)} contact@${domain}`],
    ]),
  })
  return customers.map(({ id, person, domain }) => ({ id, currency: person.currency, domain }))
}

const SERVICES = {
  table: 'services',
  columns: {
    ...{ id: 'uuid', customer_id: 'uuid', product_id: 'uuid', server_id: 'uuid', type: 'text' },
    ...{ name: 'text', status: 'text', cycle: 'text', currency: 'text', price: 'bigint' },
    ...{ initial_price: 'bigint', expires_at: 'timestamptz', anchor_day: 'smallint' },
    ...{ renewal_count: 'int', created_at: 'timestamptz', paid_at: 'timestamptz' },
    ...{ delivered_at: 'timestamptz', ended_at: 'timestamptz', removed_at: 'timestamptz' },
  },
} as const

interface Estate {
  size: number
  now: Instant
  customers: readonly Customer[]
  productIds: readonly string[]
  serverIds: readonly string[]
}

function* serviceRows(random: Random, estate: Estate) {
  const { size, now, customers, productIds, serverIds } = estate
  for (let made = 0; made < size; made++) {
    // The square makes the tail long: few customers have very many services.
    const customer = customers[Math.floor(random.next() ** 2 * customers.length)] as Customer
    const state = random.weighted(STATUSES)
    const cycle = random.weighted(CYCLES)
    const createdAt = now - Math.floor(random.next() * FOUNDED_MS)
    const { day } = localParts(createdAt, ZONE)
    const endedAt = ENDED.has(state)
      ? createdAt + Math.floor(random.next() * (now - createdAt))
      : null
    const until = state === 'overdue' ? now - random.int(1, 20) * DAY : (endedAt ?? now)
    const renewals = periodsUntil(createdAt, cycle, day, until)
    const expiresAt =
      state === 'pending'
        ? null
        : state === 'overdue'
          ? until
          : addCycles(createdAt, cycle, renewals, day, ZONE)
    const live = state === 'pending' ? null : iso(createdAt)
    const price = random.int(2, 90) * 100 - 10
    yield [
      ...[
        idAt(random, createdAt),
        customer.id,
        random.pick(productIds),
        random.pick(serverIds),
        'sandbox',
      ],
      ...[`${random.pick(HOST_WORDS)}.${customer.domain}`, state === 'overdue' ? 'active' : state],
      ...[cycle, customer.currency, price, price, expiresAt === null ? null : iso(expiresAt), day],
      ...[Math.max(0, renewals - 1), iso(createdAt), live, live],
      ...[endedAt === null ? null : iso(endedAt), endedAt === null ? null : iso(endedAt)],
    ]
  }
}

const ENDED = new Set<string>(['expired', 'cancelled', 'terminated'])

/** The smallest number of periods that reaches past a moment. */
function periodsUntil(start: Instant, cycle: RecurringCycle, day: number, until: Instant): number {
  const first = addCycles(start, cycle, 1, day, ZONE) - start
  let count = Math.max(1, Math.floor((until - start) / first))
  while (addCycles(start, cycle, count, day, ZONE) <= until) count++
  return count
}
