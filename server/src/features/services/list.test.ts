import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const list = async (query: string) => (await staff.get(`/api/v1/admin/services?${query}`)).body

const { customer, user } = await makeCustomer(app, {
  name: 'Élodie Müller',
  email: 'elodie@example.org',
})
for (let i = 1; i <= 25; i++) {
  await makeService(app, {
    customerId: customer.id,
    name: `Box ${String(i).padStart(2, '0')}`,
    price: BigInt(i * 100),
  })
}
const other = await makeService(app, { name: 'Quite different' })

test('pages are disjoint, complete and in order', async () => {
  for (const sort of ['-createdAt', 'price', '-price', 'name', 'expiresAt']) {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await list(`limit=10&sort=${sort}${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map((item: { id: string }) => item.id))
      assert.deepEqual(page.total, { count: 26, exact: true })
      cursor = page.nextCursor
    } while (cursor)
    assert.equal(new Set(seen).size, 26, sort)
    assert.equal(seen.length, 26, sort)
  }
  const cheapest = await list('limit=2&sort=price')
  assert.deepEqual(
    cheapest.items.map((item: { price: { amount: string } }) => item.price.amount),
    ['100', '200'],
  )
})

test('search finds by name, customer, e-mail, number and id, without accents', async () => {
  const names = async (q: string) =>
    (await list(`q=${encodeURIComponent(q)}`)).items.map((item: { name: string }) => item.name)
  assert.deepEqual(await names('different'), ['Quite different'])
  assert.equal((await names('elodie')).length, 25)
  assert.equal((await names('MULLER')).length, 25)
  assert.equal((await names('elodie@example.org')).length, 25)
  assert.deepEqual(await names(`#${other.number}`), ['Quite different'])
  assert.deepEqual(await names(other.id), ['Quite different'])
  assert.deepEqual(await names('100%'), [])
})

test('counts per status follow the services', async () => {
  const { id } = await makeService(app)
  const before = (await staff.get('/api/v1/admin/services/counts')).body
  await staff.post(`/api/v1/admin/services/${id}/deliver`)
  const after = (await staff.get('/api/v1/admin/services/counts')).body
  assert.equal(after.active, (before.active ?? 0) + 1)
  assert.equal(after.pending, before.pending - 1)
})

test('a query that means nothing names its field', async () => {
  const cases = {
    'limit=100000': '/query/limit',
    'sort=colour': '/query/sort',
    'cursor=x': '/query/cursor',
    'status=odd': '/query/status',
    'what=1': '/query/what',
  }
  for (const [query, pointer] of Object.entries(cases)) {
    const answer = await staff.get(`/api/v1/admin/services?${query}`)
    assert.equal(answer.status, 422, query)
    assert.equal(answer.body.errors[0].pointer, pointer)
  }
})

test('a customer’s list holds the customer’s own', async () => {
  const client = await app.as({ realm: 'customer', id: user.id })
  const { body } = await client.get('/api/v1/client/services?limit=10')
  assert.equal(body.items.length, 10)
  assert.equal(body.total.count, 25)
  assert.equal((await client.get('/api/v1/client/services?q=different')).body.items.length, 0)
})
