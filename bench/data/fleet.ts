import type pg from 'pg'
import { idAt, type Random, randomFrom } from '../../server/src/demo/random.ts'
import { DAY, type Instant } from '../../server/src/domain/instant.ts'
import { type Catalogue, loadCatalogue } from './catalogue.ts'
import { type Customer, loadCustomers } from './customers.ts'
import { insertRows } from './insert.ts'
import { SERVICES, serviceRows } from './services.ts'
import { withoutIndexes } from './without-indexes.ts'

const FOUNDED_MS = 730 * DAY
const SERVICES_PER_CUSTOMER = 4
/** One service in so many has an operation that is not settled. */
const PER_OPERATION = 500

/** What groups of benchmarks start from. */
export interface Fleet extends Catalogue {
  customers: readonly Customer[]
}

/**
 * Fills an empty database with a fleet: customers with a long tail of many services, all cycles
 * and statuses, three currencies, one in twenty overdue. The same seed makes the same rows.
 */
export async function loadFleet(
  client: pg.Client,
  { size, seed, now, url }: { size: number; seed: number; now: Instant; url: string },
): Promise<Fleet> {
  const random = randomFrom(seed)
  const foundedAt = now - FOUNDED_MS
  const catalogue = await loadCatalogue(client, random, { size, at: foundedAt })
  const count = Math.max(1, Math.floor(size / SERVICES_PER_CUSTOMER))
  const customers = await loadCustomers(client, random, { count, foundedAt, now })
  const rows = serviceRows(random, { size, foundedAt, now, customers, ...catalogue })
  await withoutIndexes(client, { table: 'services', url }, () => fillServices(client, rows))
  await client.query(`select setval('services_number_seq', $1)`, [size])
  await withoutIndexes(client, { table: 'service_schedule', url }, () => schedule(client, now))
  await markNights(client, { size, now })
  await loadOperations(client, random, { size, now })
  await client.query('vacuum analyze')
  return { ...catalogue, customers }
}

/**
 * Writes the services in one go, and their ledger of counts once at the end instead of by its
 * trigger. Rows are frozen at once, as those of an old installation are.
 */
async function fillServices(client: pg.Client, rows: ReturnType<typeof serviceRows>) {
  await client.query('begin')
  await client.query('alter table services disable trigger services_counted_insert')
  await client.query('truncate services cascade')
  await insertRows(client, { ...SERVICES, rows, isFrozen: true })
  await client.query(`insert into service_count_delta
    select status, archived_at is not null, count(*) from services group by 1, 2`)
  await client.query('alter table services enable trigger services_counted_insert')
  await client.query('commit')
}

/** The nightly look at every service has been: the moments of this fleet are not those of a sweep. */
async function markNights(client: pg.Client, { size, now }: { size: number; now: Instant }) {
  await client.query(
    `insert into automation_resyncs (day, started_at, finished_at, services)
    select day::date, day, day, $2
    from generate_series($1::timestamptz - interval '1 day', $1::timestamptz + interval '1 day', '1 day') day`,
    [new Date(now).toISOString(), size],
  )
}

async function schedule(client: pg.Client, now: Instant): Promise<void> {
  await client.query(
    `insert into service_schedule (service_id, next_at)
    select id, least(expires_at, $1::timestamptz + interval '400 days') from services
    where ended_at is null and expires_at > $1 order by id`,
    [new Date(now).toISOString()],
  )
}

/** Some that failed or got lost, some that are about to begin. */
async function loadOperations(
  client: pg.Client,
  random: Random,
  { size, now }: { size: number; now: Instant },
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select id from services where ended_at is null and number % $1 = 0 order by number',
    [Math.min(PER_OPERATION, size)],
  )
  const at = new Date(now).toISOString()
  const states = [
    ['failed', 4],
    ['unknown', 1],
    ['queued', 5],
  ] as const
  await insertRows(client, {
    table: 'operations',
    columns: [
      'id',
      'service_id',
      'kind',
      'state',
      'input',
      'due_at',
      'requested_by',
      'cause',
      'created_at',
    ],
    rows: rows.map(({ id }) => {
      const state = random.weighted(states)
      const dueAt = state === 'queued' ? new Date(now + 400 * DAY).toISOString() : null
      const by = JSON.stringify({ kind: 'automation', id: null, name: 'automation' })
      return [idAt(random, now), id, 'suspend', state, '{}', dueAt, by, '{}', at]
    }),
  })
}
