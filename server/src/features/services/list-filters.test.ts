import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { startTestApp } from '../../../test/app.ts'
import { makeMixedServices } from '../../../test/factories/mixed-services.ts'
import { CYCLES } from '../../domain/cycle.ts'
import { DAY, toIso } from '../../domain/instant.ts'
import { STATUSES, SUSPENSION_CAUSES } from '../../domain/service-lifecycle.ts'
import { operations } from '../operations/tables.ts'
import { serviceSchedule, services } from './tables.ts'

const ZONE = 'America/New_York'
const SIZE = 90
const app = await startTestApp()
const staff = await app.staff()
const business = '/api/v1/admin/settings/business'
const { values, version } = (await staff.get(business)).body
const moved = await staff.put(business, { version, values: { ...values, timeZone: ZONE } })
assert.equal(moved.status, 200)
const made = await makeMixedServices(app, SIZE)
const now = app.clock.now()

/** Everything there is, read plainly, to compare the list's answers with. */
const { db } = app.ctx
const rows = await db.select().from(services)
const open = await db.select().from(operations)
const blocked = new Set(
  (await db.select().from(serviceSchedule))
    .filter(({ blockedOn }) => blockedOn === 'staff' || blockedOn === 'approval')
    .map(({ serviceId }) => serviceId),
)

type Row = (typeof rows)[number]
type Query = Record<string, string | string[]>

const OPEN = ['queued', 'running', 'failed', 'unknown']
const operationsOf = (row: Row) => open.filter(({ serviceId }) => serviceId === row.id)
const dayOf = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' }).format(at)
const needsAttention = (row: Row) =>
  row.heldForever ||
  row.automationPaused ||
  blocked.has(row.id) ||
  operationsOf(row).some((o) => o.state === 'unknown' || (o.state === 'failed' && o.dueAt === null))
const groupOf = (row: Row) => made.products.find(({ id }) => id === row.productId)?.groupId

/** What each filter means, said once more and without an index. */
const MEANINGS: Record<string, (row: Row, value: string) => boolean> = {
  status: (row, v) =>
    v === 'needs_attention' ? needsAttention(row) : v.split(',').includes(row.status),
  customerId: (row, v) => row.customerId === v,
  productId: (row, v) => v.split(',').includes(row.productId ?? ''),
  productGroupId: (row, v) => v.split(',').includes(groupOf(row) ?? ''),
  serverId: (row, v) => v.split(',').includes(row.serverId ?? ''),
  type: (row, v) => v.split(',').includes(row.type),
  cycle: (row, v) => v.split(',').includes(row.cycle),
  currency: (row, v) => v.split(',').includes(row.currency),
  suspension: (row, v) => row.suspensions.some(({ cause }) => v.split(',').includes(cause)),
  cancellation: (row) => row.cancellationRequestedAt !== null && row.endedAt === null,
  autoPay: (row, v) => row.autoPay === (v === 'on'),
  held: (row) => row.heldForever || (row.holdUntil ?? 0) > now,
  trial: (row) => row.trial,
  custom: (row) => row.productId === null,
  operation: (row, v) =>
    operationsOf(row).some(({ state }) => (v === 'open' ? OPEN.includes(state) : state === v)),
  expires: (row) => row.expiresAt === null && ['onetime', 'free'].includes(row.cycle),
  expiresFrom: (row, v) => row.expiresAt !== null && dayOf(row.expiresAt) >= v,
  expiresTo: (row, v) => row.expiresAt !== null && dayOf(row.expiresAt) <= v,
  createdFrom: (row, v) => dayOf(row.createdAt) >= v,
  createdTo: (row, v) => dayOf(row.createdAt) <= v,
  priceFrom: (row, v) => row.price >= BigInt(v),
  priceTo: (row, v) => row.price <= BigInt(v),
}

function holdsMetadata(row: Row, wanted: string): boolean {
  const [key = '', ...rest] = wanted.split(':')
  const value = row.metadata[key]
  return value !== undefined && (rest.length === 0 || value === rest.join(':'))
}

function expected(query: Query): string[] {
  const { archived, metadata = [], q: _q, ...filters } = query
  return rows
    .filter((row) => archived === 'with' || (row.archivedAt !== null) === (archived === 'only'))
    .filter((row) => [metadata].flat().every((wanted) => holdsMetadata(row, wanted)))
    .filter((row) =>
      Object.entries(filters).every(([name, value]) => MEANINGS[name]?.(row, String(value))),
    )
    .map((row) => row.id)
}

function address(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const each of [value].flat()) parameters.append(name, each)
  return parameters.toString()
}

/** Every page of a query, put together. */
async function listed(query: Query) {
  const ids: string[] = []
  let cursor: string | null = null
  let total = { count: -1, exact: false }
  do {
    const more: Query = cursor === null ? {} : { cursor }
    const answer = await staff.get(
      `/api/v1/admin/services?${address({ limit: '40', ...query, ...more })}`,
    )
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    ids.push(...answer.body.items.map((item: { id: string }) => item.id))
    cursor = answer.body.nextCursor
    total = answer.body.total
  } while (cursor)
  return { ids, total }
}

const days = [-5, -2, 0, 1, 4].map((n) => dayOf(now + n * DAY))
const single = (values: readonly string[]) => fc.constantFrom(...values)
const several = (values: readonly string[]) =>
  fc.subarray([...values], { minLength: 1 }).map((some) => some.join(','))
const ids = (things: readonly { id: string }[]) => things.map(({ id }) => id)

const VALUES: Record<string, fc.Arbitrary<string | string[]>> = {
  status: fc.oneof(several(STATUSES), fc.constant('needs_attention')),
  customerId: single(ids(made.customers)),
  productId: several(ids(made.products)),
  productGroupId: several(ids(made.groups)),
  serverId: several(ids(made.servers)),
  type: several(['none', 'sandbox']),
  cycle: several(CYCLES),
  currency: several(['EUR', 'USD', 'GBP']),
  suspension: several(SUSPENSION_CAUSES),
  cancellation: single(['scheduled']),
  archived: single(['with', 'only']),
  autoPay: single(['on', 'off']),
  held: single(['yes']),
  trial: single(['yes']),
  custom: single(['yes']),
  operation: single(['open', 'failed', 'unknown']),
  expires: single(['never']),
  expiresFrom: single(days),
  expiresTo: single(days),
  createdFrom: single(days),
  createdTo: single(days),
  priceFrom: single(['0', '500', '1500']),
  priceTo: single(['0', '1000', '2500']),
  metadata: fc.constantFrom<string | string[]>('rack', 'rack:A1', ['rack', 'note:a:b'], 'none'),
}

const valuesOf = (name: string) => VALUES[name] ?? fc.constant('')

test('each filter alone leaves exactly what it means', async () => {
  for (const [name, values] of Object.entries(VALUES)) {
    for (const value of fc.sample(values, { numRuns: 4, seed: 7 })) {
      const query = { [name]: value }
      const { ids, total } = await listed(query)
      const wanted = expected(query)
      assert.deepEqual(ids.toSorted(), wanted.toSorted(), `${name}=${value}`)
      assert.deepEqual(total, { count: wanted.length, exact: true }, `${name}=${value}`)
    }
  }
})

test('any filters together leave what all of them mean, and the tabs count the same', async () => {
  const all = fc.record(VALUES, { requiredKeys: [] })
  const few = fc
    .subarray(Object.keys(VALUES), { minLength: 1, maxLength: 3 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, valuesOf(name)]))))
  await fc.assert(
    fc.asyncProperty(fc.oneof(all, few, few), async (query) => {
      const { ids } = await listed(query as Query)
      assert.deepEqual(ids.toSorted(), expected(query as Query).toSorted())
      const { status: _, ...others } = query
      const counts = await staff.get(`/api/v1/admin/services/counts?${address(others as Query)}`)
      const tab = (status: string) => expected({ ...(others as Query), status }).length
      for (const status of [...STATUSES, 'needs_attention'])
        assert.equal(counts.body[status] ?? 0, tab(status), status)
      assert.equal(counts.body.all, expected(others as Query).length)
    }),
    { numRuns: 60, seed: 3 },
  )
})

test('pages hold every service once under every sort, ties and services for life included', async () => {
  const order: Record<string, (row: Row) => string | number | bigint> = {
    createdAt: (row) => row.createdAt,
    number: (row) => row.createdAt,
    expiresAt: (row) => row.expiresAt ?? Number.POSITIVE_INFINITY,
    price: (row) => row.price,
    name: (row) => row.name,
  }
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const [column, key] of Object.entries(order)) {
    for (const descending of [false, true]) {
      const query = { archived: 'with', sort: `${descending ? '-' : ''}${column}`, limit: '7' }
      const { ids } = await listed(query)
      const { sort: _s, limit: _l, ...filters } = query
      assert.deepEqual(ids.toSorted(), expected(filters).toSorted(), query.sort)
      const keys = ids.map((id) => key(byId.get(id) as Row))
      const inOrder = keys.every((value, i) => {
        const before = keys[i - 1] ?? value
        return descending ? before >= value : before <= value
      })
      assert.ok(inOrder, query.sort)
    }
  }
})

test('a wrong value names its parameter', async () => {
  const wrong = {
    'productId=x': '/query/productId',
    'productId=00000000-0000-7000-8000-000000000000,x': '/query/productId',
    'cycle=monthly,daily': '/query/cycle',
    'currency=euro': '/query/currency',
    'suspension=bored': '/query/suspension',
    'operation=odd': '/query/operation',
    'expires=soon': '/query/expires',
    'expiresFrom=2025-02-30': '/query/expiresFrom',
    'createdTo=yesterday': '/query/createdTo',
    'createdTo=9999-12-31': '/query/createdTo',
    'priceFrom=12.50': '/query/priceFrom',
    'held=no': '/query/held',
  }
  for (const [query, pointer] of Object.entries(wrong)) {
    for (const path of ['services', 'services/counts']) {
      const answer = await staff.get(`/api/v1/admin/${path}?${query}`)
      assert.equal(answer.status, 422, query)
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
  }
})

test('a cursor belongs to its order', async () => {
  const page = await staff.get('/api/v1/admin/services?limit=5&sort=price')
  const { nextCursor } = page.body
  const other = await staff.get(`/api/v1/admin/services?sort=name&cursor=${nextCursor}`)
  assert.equal(other.status, 422)
  const forged = Buffer.from(JSON.stringify(['price', 'x', rows[0]?.id])).toString('base64url')
  const odd = await staff.get(`/api/v1/admin/services?sort=price&cursor=${forged}`)
  assert.equal(odd.status, 422)
})

test('days begin at midnight of the business zone', async () => {
  const [row] = rows.filter((each) => each.archivedAt === null)
  const midnight = Date.parse('2025-06-01T04:00:00Z')
  await app.ctx.db
    .update(services)
    .set({ createdAt: midnight })
    .where(eq(services.id, row?.id ?? ''))
  const ids = async (query: string) =>
    (await staff.get(`/api/v1/admin/services?${query}`)).body.items.map((i: { id: string }) => i.id)
  assert.deepEqual(await ids('createdFrom=2025-06-01&createdTo=2025-06-01'), [row?.id])
  assert.deepEqual(await ids('createdFrom=2025-05-31&createdTo=2025-05-31'), [])
  await app.ctx.db
    .update(services)
    .set({ createdAt: midnight - 1 })
    .where(eq(services.id, row?.id ?? ''))
  assert.deepEqual(await ids('createdFrom=2025-05-31&createdTo=2025-05-31'), [row?.id])
  assert.equal(toIso(midnight), '2025-06-01T04:00:00.000Z')
})
