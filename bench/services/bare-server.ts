import fastify from 'fastify'
import pg from 'pg'
import { encodeCursor } from '../../server/src/platform/pagination.ts'
import type { ListCase } from './cases.ts'

/**
 * What a list costs at the least: a handler with nothing but the hand-written SQL, prepared once,
 * that answers the same bytes. Its cases and fixed answers come by the environment.
 */
const cases: ListCase[] = JSON.parse(process.env.BENCH_CASES ?? '[]')
const LIMIT = 50
const COLUMNS = {
  createdAt: 's.created_at',
  expiresAt: 's.expires_sort',
  price: 's.price',
  name: 's.name',
} as const

const ROW = `s.id, s.number, s.name, s.status, s.type, s.product_id, p.name->>'en' as product,
  s.price::text as price, s.currency, s.cycle, s.expires_at, s.created_at,
  s.cancellation_requested_at is not null and s.ended_at is null as cancelled,
  s.customer_id, c.number as customer_number, c.name as customer, s.server_id, v.name as server,
  s.expires_at <= now() and s.ended_at is null as overdue,
  s.held_forever or s.hold_until > now() as held,
  o.id as operation_id, o.kind, o.state, o.attempts, o.due_at`

const each = ({ where }: ListCase, one: (condition: string) => string) =>
  where.map((condition) => `(${one(condition)})`).join(' union ')

function pageSql(asked: ListCase): string {
  const { sort, after = 'true' } = asked
  const [column, direction] = [COLUMNS[sort.by], sort.descending ? 'desc' : 'asc']
  const ids = each(
    asked,
    (condition) => `select s.id, ${column} as key from services s where ${condition} and ${after}
      order by ${column} ${direction}, s.id ${direction} limit ${LIMIT + 1}`,
  )
  return `select ${ROW}, page.key::text as key
    from (select id, key from (${ids}) found
      order by key ${direction}, id ${direction} limit ${LIMIT + 1}) page
    join services s on s.id = page.id join customers c on c.id = s.customer_id
    left join products p on p.id = s.product_id left join servers v on v.id = s.server_id
    left join operations o on o.service_id = s.id
      and o.state in ('queued', 'running', 'unknown', 'failed')
    order by page.key ${direction}, page.id ${direction}`
}

function countSql(asked: ListCase): string {
  const ids = each(asked, (where) => `select s.id from services s where ${where} limit 10001`)
  return `select count(*) as n from (select from (${ids}) found limit 10001) counted`
}

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
  options: '-c timezone=UTC',
})
const app = fastify()

for (const asked of cases) {
  const page = { name: `page ${asked.name}`, text: pageSql(asked) }
  const counted = { name: `count ${asked.name}`, text: countSql(asked) }
  app.get(`/${asked.name}`, async (_request, reply) => {
    const [found, count] = await Promise.all([pool.query(page), pool.query(counted)])
    const n = Number(count.rows[0].n)
    const rows = found.rows.slice(0, LIMIT)
    const last = found.rows.length > LIMIT ? rows.at(-1) : null
    reply.header('content-type', 'application/json; charset=utf-8')
    return JSON.stringify({
      items: rows.map(rowJson),
      nextCursor: last ? encodeCursor([asked.sort.by, last.key, last.id]) : null,
      total: { count: Math.min(n, 10_000), exact: n <= 10_000 },
    })
  })
}

function rowJson(row: pg.QueryResultRow) {
  const { id, number, name, status, type, cycle, price, currency } = row
  return {
    ...{ id, number: Number(number), name, status, type },
    product: row.product_id && { id: row.product_id, name: row.product },
    price: { amount: price, currency },
    cycle,
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    cancellationScheduled: row.cancelled,
    operation: row.operation_id && {
      ...{ id: row.operation_id, kind: row.kind, state: row.state, attempts: row.attempts },
      dueAt: row.due_at?.toISOString() ?? null,
      progress: null,
    },
    customer: { id: row.customer_id, name: row.customer, number: Number(row.customer_number) },
    server: row.server_id && { id: row.server_id, name: row.server },
    overdue: row.overdue ?? false,
    held: row.held ?? false,
  }
}

/** Statements whose answer is written down already: what matters is what they cost. */
interface FixedAnswer {
  path: string
  statements: { text: string; values: unknown[] }[]
  body: string
}
const fixed: FixedAnswer[] = JSON.parse(process.env.BENCH_FIXED ?? '[]')

for (const { path, statements, body } of fixed) {
  const prepared = statements.map((statement, index) => ({
    name: `${path} ${index}`,
    ...statement,
  }))
  app.get(`/${path}`, async (_request, reply) => {
    await Promise.all(prepared.map((statement) => pool.query(statement)))
    return reply.header('content-type', 'application/json; charset=utf-8').send(body)
  })
}

const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`bare handler ready at ${address}\n`)
process.once('SIGTERM', async () => {
  await app.close()
  await pool.end()
})
