import fastify from 'fastify'
import pg from 'pg'
import { encodeCursor } from '../../server/src/platform/pagination.ts'

/** The list by hand: one statement for the page, one for the count. */
const PAGE = `
  select s.id, s.number, s.name, s.status, s.type, s.product_id, p.name->>'en' as product,
    s.price::text as price, s.currency, s.cycle, s.expires_at, s.created_at, s.created_at::text as cursor_at,
    s.cancellation_requested_at is not null and s.ended_at is null as cancelled,
    s.customer_id, c.number as customer_number, c.name as customer, s.server_id, v.name as server,
    s.expires_at <= now() and s.ended_at is null as overdue,
    s.held_forever or s.hold_until > now() as held
  from services s join customers c on c.id = s.customer_id
    left join products p on p.id = s.product_id left join servers v on v.id = s.server_id
  where s.archived_at is null order by s.created_at desc, s.id desc limit $1`
const COUNT = `
  select count(*) as n from (select from services where archived_at is null limit 10001) found`

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
  options: '-c timezone=UTC',
})
const app = fastify()

app.get('/services', async (request, reply) => {
  const limit = Number((request.query as { limit?: string }).limit ?? 50)
  const [page, count] = await Promise.all([
    pool.query({ name: 'page', text: PAGE, values: [limit + 1] }),
    pool.query({ name: 'count', text: COUNT }),
  ])
  const n = Number(count.rows[0].n)
  const rows = page.rows.slice(0, limit)
  const last = page.rows.length > limit ? rows.at(-1) : null
  reply.header('content-type', 'application/json; charset=utf-8')
  return JSON.stringify({
    items: rows.map(rowJson),
    nextCursor: last ? encodeCursor([last.cursor_at, last.id]) : null,
    total: { count: Math.min(n, 10_000), exact: n <= 10_000 },
  })
})

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
    operation: null,
    customer: { id: row.customer_id, name: row.customer, number: Number(row.customer_number) },
    server: row.server_id && { id: row.server_id, name: row.server },
    overdue: row.overdue ?? false,
    held: row.held ?? false,
  }
}

const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`bare handler ready at ${address}\n`)
process.once('SIGTERM', async () => {
  await app.close()
  await pool.end()
})
