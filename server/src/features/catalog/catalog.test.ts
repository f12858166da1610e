import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeGroup, makeProduct } from '../../../test/factories/catalog.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { history } from '../history/tables.ts'
import { releaseStock, reserveStock } from './stock.ts'
import { products } from './tables.ts'

const PRODUCTS = '/api/v1/admin/products'
const GROUPS = '/api/v1/admin/product-groups'
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const app = await startTestApp()

test('staff make a group and a product, change it, and the history says what changed', async () => {
  const staff = await app.staff()
  const group = await staff.post(GROUPS, {
    slug: 'web',
    name: { en: 'Web hosting', fr: 'Hébergement web' },
    policy: { suspendAfterDays: 3 },
  })
  assert.equal(group.status, 201)
  const made = await staff.post(PRODUCTS, {
    groupId: group.body.id,
    type: 'none',
    name: { en: 'Support', fr: 'Assistance' },
    metadata: { max_renewals_in_current_month: '1', note: 'kept' },
    prices: [
      { cycle: 'annually', price: eur('10000') },
      { cycle: 'monthly', price: eur('1000'), setupFee: eur('500') },
    ],
  })
  assert.equal(made.status, 201)
  assert.deepEqual(made.body.prices, [
    { cycle: 'monthly', price: eur('1000'), setupFee: eur('500') },
    { cycle: 'annually', price: eur('10000'), setupFee: eur('0') },
  ])
  const changed = await staff.patch(`${PRODUCTS}/${made.body.id}`, {
    stock: 5,
    prices: [{ cycle: 'monthly', price: eur('1200') }],
  })
  assert.equal(changed.status, 200)
  assert.equal(changed.body.stock, 5)
  assert.equal(changed.body.prices.length, 1)
  const page = await staff.get(`${PRODUCTS}/${made.body.id}`)
  assert.equal(page.body.group.slug, 'web')
  assert.deepEqual(
    page.body.actions.map((action: { id: string; allowed: boolean }) => [
      action.id,
      action.allowed,
    ]),
    [
      ['product.archive', true],
      ['product.restore', false],
    ],
  )
  const entries = await app.ctx.db
    .select()
    .from(history)
    .where(eq(history.subjectId, made.body.id))
    .orderBy(history.id)
  assert.deepEqual(
    entries.map((entry) => entry.kind),
    ['product.created', 'product.changed'],
  )
  assert.equal(entries[1]?.before?.stock, null)
  assert.equal(entries[1]?.after?.stock, 5)
})

test('a group’s address is its own, and its policy stays within the limits', async () => {
  const staff = await app.staff()
  const group = await makeGroup(app.ctx, { slug: 'taken' })
  const name = { en: 'x', fr: 'x' }
  const twice = await staff.post(GROUPS, { slug: 'taken', name })
  assert.equal(twice.status, 422)
  assert.equal(twice.body.errors[0].pointer, '/slug')
  const policy = await staff.patch(`${GROUPS}/${group.id}`, { policy: { suspendAfterDays: 366 } })
  assert.equal(policy.status, 422)
  assert.equal(policy.body.errors[0].pointer, '/policy/suspendAfterDays')
  assert.equal((await staff.patch(`${GROUPS}/${newId()}`, { position: 1 })).status, 404)
})

const bad: [string, Record<string, unknown>, string, string][] = [
  ['an unknown type', { type: 'teleport' }, '/type', 'unknown_type'],
  ['a group that is not there', { groupId: newId() }, '/groupId', 'unknown_group'],
  [
    'a setting that the module does not take',
    { type: 'sandbox', moduleSettings: { memoryMb: 1 } },
    '/moduleSettings/memoryMb',
    'too_small',
  ],
  [
    'a setting that the module does not know',
    { type: 'sandbox', moduleSettings: { colour: 'red' } },
    '/moduleSettings/colour',
    'unrecognized_keys',
  ],
  [
    'a type that needs servers, without',
    { type: 'sandbox' },
    '/serverGroupId',
    'server_group_needed',
  ],
  [
    'servers for a type without',
    { serverGroupId: newId() },
    '/serverGroupId',
    'server_group_useless',
  ],
  [
    'a server group that is not there',
    { type: 'sandbox', serverGroupId: newId() },
    '/serverGroupId',
    'unknown_server_group',
  ],
  [
    'known metadata without a meaning',
    { metadata: { max_renewals: 'many' } },
    '/metadata/max_renewals',
    'not_a_count',
  ],
  [
    'a negative price',
    { prices: [{ cycle: 'monthly', price: eur('-1') }] },
    '/prices/0/price/amount',
    'invalid_format',
  ],
  [
    'a currency that the company does not use',
    { prices: [{ cycle: 'monthly', price: { amount: '1', currency: 'JPY' } }] },
    '/prices/0/price/currency',
    'currency_not_used',
  ],
  [
    'two prices for one cycle',
    {
      prices: [
        { cycle: 'monthly', price: eur('1') },
        { cycle: 'monthly', price: eur('2') },
      ],
    },
    '/prices/1',
    'price_twice',
  ],
  [
    'an unknown cycle',
    { prices: [{ cycle: 'daily', price: eur('1') }] },
    '/prices/0/cycle',
    'invalid_value',
  ],
  ['a field that does not exist', { price: 5 }, '/price', 'unrecognized_keys'],
]
for (const [what, fields, pointer, code] of bad) {
  test(`refuses ${what} at ${pointer}`, async () => {
    const staff = await app.staff()
    const group = await makeGroup(app.ctx)
    const name = { en: 'x', fr: 'x' }
    const answer = await staff.post(PRODUCTS, {
      groupId: group.id,
      type: 'none',
      name,
      ...fields,
    })
    assert.equal(answer.status, 422)
    const error = answer.body.errors.find((e: { pointer: string }) => e.pointer === pointer)
    assert.equal(error?.code, code)
    assert.doesNotMatch(error.detail, /^(problem|policy)\./)
  })
}

test('what a module has become too strict for can still be hidden, and its settings repaired', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  const moduleSettings = { forgotten: true }
  await app.ctx.db.update(products).set({ moduleSettings }).where(eq(products.id, product.id))
  const url = `${PRODUCTS}/${product.id}`
  assert.equal((await staff.patch(url, { visibility: 'hidden' })).status, 200)
  const priced = await staff.patch(url, { prices: [] })
  assert.equal(priced.body.errors[0].pointer, '/moduleSettings/forgotten')
  assert.equal((await staff.patch(url, { moduleSettings: {} })).status, 200)
})

test('archiving is an action: once, undone by restoring, out of the list', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  const url = `${PRODUCTS}/${product.id}`
  assert.equal((await staff.post(`${url}/archive`)).status, 200)
  assert.equal((await staff.post(`${url}/archive`)).status, 409)
  const list = await staff.get(`${PRODUCTS}?groupId=${product.groupId}`)
  assert.equal(list.body.items.length, 0)
  const archived = await staff.get(`${PRODUCTS}?groupId=${product.groupId}&archived=true`)
  assert.equal(archived.body.total.count, 1)
  assert.equal((await staff.post(`${url}/restore`)).status, 200)
})

test('the list goes on page after page, by position', async () => {
  const staff = await app.staff()
  const group = await makeGroup(app.ctx)
  for (const position of [3, 1, 2])
    await makeProduct(app.ctx, {
      groupId: group.id,
      position,
      name: { en: `P${position}`, fr: 'P' },
    })
  const first = await staff.get(`${PRODUCTS}?groupId=${group.id}&limit=2`)
  assert.deepEqual(
    first.body.items.map((item: { position: number }) => item.position),
    [1, 2],
  )
  const rest = await staff.get(
    `${PRODUCTS}?groupId=${group.id}&limit=2&cursor=${first.body.nextCursor}`,
  )
  assert.deepEqual(
    rest.body.items.map((item: { position: number }) => item.position),
    [3],
  )
  assert.equal(rest.body.nextCursor, null)
  const found = await staff.get(`${PRODUCTS}?groupId=${group.id}&search=p3`)
  assert.equal(found.body.total.count, 1)
  assert.equal((await staff.get(`${PRODUCTS}?limit=100000`)).status, 422)
  assert.equal((await staff.get(`${PRODUCTS}?cursor=nonsense`)).status, 422)
})

test('support reads the catalogue and changes nothing', async () => {
  const support = await app.staff('support')
  const { product } = await makeProduct(app.ctx)
  assert.equal((await support.get(`${PRODUCTS}/${product.id}`)).status, 200)
  assert.equal((await support.patch(`${PRODUCTS}/${product.id}`, { stock: 1 })).status, 403)
  assert.equal((await support.post(`${PRODUCTS}/${product.id}/archive`)).status, 403)
  assert.equal((await app.anonymous.get(PRODUCTS)).status, 401)
})

test('the modules show the forms that the screens draw', async () => {
  const staff = await app.staff()
  const { body } = await staff.get('/api/v1/admin/modules')
  const sandbox = body.items.find((item: { id: string }) => item.id === 'sandbox')
  assert.equal(sandbox.serverSettings.properties.token.secret, true)
  assert.equal(sandbox.productSettings.properties.memoryMb.label.fr, 'Mémoire')
  assert.equal(sandbox.orderForm.properties.region.choices, 'regions')
  assert.ok(sandbox.abilities.includes('panel'))
})

test('twenty reservations at once of a stock of five take five', async () => {
  const { product } = await makeProduct(app.ctx, { stock: 5 })
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      inTransaction(app.ctx, (tx) => reserveStock(tx, product.id, 1)),
    ),
  )
  assert.equal(outcomes.filter((outcome) => outcome === 'held').length, 5)
  assert.equal(outcomes.filter((outcome) => outcome === 'out_of_stock').length, 15)
  await inTransaction(app.ctx, (tx) => releaseStock(tx, product.id, 2))
  const [row] = await app.ctx.db.select().from(products).where(eq(products.id, product.id))
  assert.equal(row?.stock, 2)
  const many = await inTransaction(app.ctx, (tx) => reserveStock(tx, product.id, 3))
  assert.equal(many, 'out_of_stock')
})

test('a product without a stock gives as many as asked and takes none back', async () => {
  const { product } = await makeProduct(app.ctx)
  const outcome = await inTransaction(app.ctx, (tx) => reserveStock(tx, product.id, 1000))
  assert.equal(outcome, 'unlimited')
  await inTransaction(app.ctx, (tx) => releaseStock(tx, product.id, 1000))
  const [row] = await app.ctx.db.select().from(products).where(eq(products.id, product.id))
  assert.equal(row?.stock, null)
})
