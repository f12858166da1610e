import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { addUser } from '../customers/add-user.ts'
import { changeService } from './change.ts'
import { takeService } from './subject.ts'
import { services } from './tables.ts'

const app = await startTestApp()
const staff = await app.staff()
const { ctx } = app

const { customer } = await makeCustomer(app, {
  name: 'Société Générique',
  email: 'boss@gen.example',
})
const { customer: other } = await makeCustomer(app, { name: 'Other', email: 'xboss@gen.example' })
const { product } = await makeProduct(ctx, { name: { en: 'Mail 100%_big', fr: 'Courrier géant' } })
const owned = { customerId: customer.id, name: 'owned' }
const first = await makeService(app, owned)
await makeService(app, { customerId: other.id, productId: product.id, name: 'sold' })
for (let n = 3; n <= 12; n++) await makeService(app, { customerId: other.id, name: `box ${n}` })

/** The names found, sorted; the tabs must say the same number. */
async function found(q: string, more = ''): Promise<string[]> {
  const query = `q=${encodeURIComponent(q)}${more}`
  const { body } = await staff.get(`/api/v1/admin/services?${query}`)
  const counts = (await staff.get(`/api/v1/admin/services/counts?${query}`)).body
  assert.equal(counts.all, body.items.length, q)
  assert.equal(body.total.count, body.items.length, q)
  return body.items.map((item: { name: string }) => item.name).sort()
}

/** Changes a service as the program does. */
const change = (id: string, set: Parameters<typeof changeService>[3]['set']) =>
  inTransaction(ctx, async (tx) => {
    const env = systemEnv(ctx)
    const { service } = await takeService(tx, id, env.now)
    await changeService(tx, env, service, { set, entry: { kind: 'service.edited' } })
  })

test('a number is itself, with # or in few digits; in more it may also be a part of a text', async () => {
  assert.deepEqual(await found('#1'), ['owned'])
  assert.deepEqual(await found(' 2 '), ['sold'])
  assert.deepEqual(await found('#10'), ['box 10'])
  assert.deepEqual(await found('10'), ['box 10'])
  assert.deepEqual(await found('#999'), [])
  await change(first.id, { name: 'owned 1042' })
  await ctx.db.update(services).set({ number: 1042 }).where(eq(services.name, 'box 12'))
  assert.deepEqual(await found('1042'), ['box 12', 'owned 1042'])
  assert.deepEqual(await found('#1042'), ['box 12'])
  await change(first.id, { name: 'owned' })
})

test('an id is itself in any case', async () => {
  assert.deepEqual(await found(first.id), ['owned'])
  assert.deepEqual(await found(first.id.toUpperCase()), ['owned'])
})

test('names are found without their accents and in any case', async () => {
  for (const q of ['societe', 'SOCIÉTÉ GÉN', 'generique'])
    assert.deepEqual(await found(q), ['owned'])
})

test('a whole address finds its customer only, a part every text that holds it', async () => {
  assert.deepEqual(await found('boss@gen.example'), ['owned'])
  assert.deepEqual(await found('BOSS@GEN.EXAMPLE'), ['owned'])
  assert.equal((await found('boss@gen.exa')).length, 12)
  assert.equal((await found('nobody@gen.example')).length, 0)
  await inTransaction(ctx, (tx) =>
    addUser(tx, systemEnv(ctx), {
      customerId: customer.id,
      ...{ email: 'team@gen.example', name: 'Team', language: 'en', passwordHash: null },
    }),
  )
  assert.deepEqual(await found('team@gen.example'), ['owned'])
})

test('a product’s name in either language finds what was sold of it', async () => {
  assert.deepEqual(await found('courrier geant'), ['sold'])
  assert.deepEqual(await found('mail 100'), ['sold'])
  assert.deepEqual(await found('courrier', `&productId=${product.id}`), ['sold'])
  const { product: another } = await makeProduct(ctx)
  assert.deepEqual(await found('courrier', `&productId=${another.id}`), [])
})

test('what means something to LIKE means itself', async () => {
  assert.deepEqual(await found('100%_big'), ['sold'])
  for (const q of ['100__big', 'o%d', '%%%', '___', 'ow\\ned', "'; drop"]) {
    assert.deepEqual(await found(q), [], q)
  }
})

test('too few letters find nothing rather than reading everything', async () => {
  for (const q of ['ow', 'a', '--', 'o-w', '…']) assert.deepEqual(await found(q), [], q)
  assert.deepEqual(await found('own'), ['owned'])
})

test('the resource and the domain are found, and no longer when they are gone', async () => {
  const resource = { remoteId: 'vm-7f3a', data: {}, connection: [], secrets: {} }
  await change(first.id, { resource, orderData: { domain: 'shop.example' } })
  assert.deepEqual(await found('vm-7f3a'), ['owned'])
  assert.deepEqual(await found('shop.exam'), ['owned'])
  await change(first.id, { resource: null, orderData: {} })
  assert.deepEqual(await found('vm-7f3a'), [])
  assert.deepEqual(await found('shop.exam'), [])
})

test('a service goes with its customer, and forgets one who is anonymised', async () => {
  await change(first.id, { customerId: other.id })
  assert.deepEqual(await found('generique'), [])
  await change(first.id, { customerId: customer.id })
  assert.deepEqual(await found('generique'), ['owned'])
  await ctx.db.execute(sql`update services set ended_at = now(), status = 'terminated'
    where customer_id = ${customer.id}`)
  const answer = await staff.post(`/api/v1/admin/customers/${customer.id}/anonymise`, {
    confirm: customer.name,
  })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  await app.settle()
  assert.deepEqual(await found('generique'), [])
  assert.deepEqual(await found('team@gen.example'), [])
})
