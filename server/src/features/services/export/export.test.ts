import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeProduct } from '../../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { makeStaff } from '../../../../test/factories/staff.ts'
import { newId } from '../../../platform/ids.ts'
import { readInChunks } from '../../../platform/read-in-chunks.ts'
import { staff as members, roles } from '../../staff/tables.ts'

const app = await startTestApp()
const owner = await app.staff()
const URL = '/api/v1/admin/services/export'
const { customer } = await makeCustomer(app, {
  name: '=HYPERLINK("http://evil")',
  email: 'a@b.example',
})
const { product } = await makeProduct(app.ctx, { name: { en: 'Web, big', fr: 'Web "XL"' } })
const first = await makeService(app, {
  customerId: customer.id,
  productId: product.id,
  name: '-Élan',
  price: 1999n,
  expiresAt: Date.parse('2025-07-01T22:30:00Z'),
})
await makeService(app, { name: 'Yen', price: 500n, currency: 'JPY', cycle: 'free' })

async function fetched(query = '', by = owner) {
  const answer = await by.get(`${URL}?${query}`)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const text: string = answer.body
  assert.ok(text.startsWith('\uFEFF'))
  const lines = text.slice(1).split('\r\n')
  assert.equal(lines.pop(), '')
  return { lines, headers: answer.headers }
}

test('the file holds the list, safe for spreadsheets', async () => {
  const { lines, headers } = await fetched('sort=price')
  assert.deepEqual(lines, [
    'Number,Name,Status,Customer,Product,Type,Server,Billing cycle,Price,Currency,Expiry,Created',
    '2,Yen,pending,Clara Client,,none,,free,500,JPY,,2025-03-10 13:00',
    `1,'-Élan,pending,"'=HYPERLINK(""http://evil"")","Web, big",none,,monthly,19.99,EUR,2025-07-02 00:30,2025-03-10 13:00`,
  ])
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
  assert.equal(headers['content-disposition'], 'attachment; filename="services-2025-03-10.csv"')
})

test('the reader’s language names columns, statuses and cycles', async () => {
  const { id } = await makeStaff(app.ctx, { role: 'owner' })
  await app.ctx.db.update(members).set({ language: 'fr' }).where(sql`id = ${id}`)
  const french = await app.as({ realm: 'staff', id })
  const { lines } = await fetched('columns=name,product,status,cycle,trial&q=elan', french)
  assert.deepEqual(lines, [
    'Nom,Produit,Statut,Cycle de facturation,Essai',
    `'-Élan,"Web ""XL""",en attente,mensuel,non`,
  ])
})

test('columns are chosen, and an amount never stands without its currency', async () => {
  const { lines } = await fetched(`columns=price,customerEmail,number&productId=${product.id}`)
  assert.deepEqual(lines, ['Price,Currency,Customer e-mail,Number', '19.99,EUR,a@b.example,1'])
  const wrong = await owner.get(`${URL}?columns=name,secrets`)
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/query/columns'])
  assert.equal((await owner.get(`${URL}?sort=colour`)).body.errors[0].pointer, '/query/sort')
  assert.equal((await owner.get(`${URL}?cycle=daily`)).body.errors[0].pointer, '/query/cycle')
})

test('addresses of customers need the right to see customers', async () => {
  const name = 'services only'
  await app.ctx.db.insert(roles).values({ id: newId(), name, permissions: ['services:read'] })
  const reader = await app.staff(name)
  assert.equal((await reader.get(`${URL}?columns=name`)).status, 200)
  assert.equal((await reader.get(`${URL}?columns=name,customerEmail`)).status, 403)
})

test('more services than fit into one piece come all, once each, in order', async () => {
  await app.ctx.db.execute(sql`
    insert into services (id, customer_id, type, name, status, cycle, currency, price, initial_price,
      created_at, search)
    select gen_random_uuid(), ${customer.id}, 'none', 'many', 'active', 'monthly', 'EUR', n / 10, 0,
      '2025-01-01', 'many' from generate_series(1, 2500) n`)
  const { lines } = await fetched('columns=id,price&status=active&sort=-price')
  assert.equal(lines.length, 2501)
  const rows = lines.slice(1).map((line) => line.split(','))
  assert.equal(new Set(rows.map(([id]) => id)).size, 2500)
  const prices = rows.map(([, price]) => Number(price))
  assert.deepEqual(
    prices,
    prices.toSorted((a, b) => b - a),
  )
  assert.ok(!lines.some((line) => line.includes(first.id)))
})

test('who stops reading gives the connection back', async () => {
  const { db } = app.ctx
  const more = (db.$client.options.max ?? 10) + 1
  for (let turn = 0; turn < more; turn++) {
    const numbers = readInChunks(db, sql`select n from generate_series(1, 100) n`, 10)
    for await (const { rows } of numbers) {
      assert.equal(rows.length, 10)
      break
    }
  }
  const { rows } = await db.execute(sql`select now() - xact_start as age from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`)
  assert.deepEqual(rows, [])
})
