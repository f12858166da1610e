import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeGroup, makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { newId } from '../../platform/ids.ts'
import { servers } from '../servers/tables.ts'

const app = await startTestApp()
const SHOP = '/api/v1/shop'
const slugs = (body: { items: { slug: string }[] }) => body.items.map((group) => group.slug)

test('the shop lists what is public, finds by its link what is unlisted, and hides the rest', async () => {
  const shown = await makeGroup(app.ctx, { slug: 'shown' })
  const unlisted = await makeGroup(app.ctx, { slug: 'unlisted', visibility: 'unlisted' })
  const hidden = await makeGroup(app.ctx, { slug: 'hidden', visibility: 'hidden' })
  await makeGroup(app.ctx, { slug: 'empty' })
  const products = {
    plain: await makeProduct(app.ctx, { groupId: shown.id }),
    linked: await makeProduct(app.ctx, { groupId: shown.id, visibility: 'unlisted' }),
    secret: await makeProduct(app.ctx, { groupId: shown.id, visibility: 'hidden' }),
    inUnlisted: await makeProduct(app.ctx, { groupId: unlisted.id }),
    inHidden: await makeProduct(app.ctx, { groupId: hidden.id }),
  }
  const all = await app.anonymous.get(`${SHOP}/groups`)
  assert.deepEqual(slugs(all.body), ['shown'])
  assert.deepEqual(
    all.body.items[0].products.map((product: { id: string }) => product.id),
    [products.plain.product.id],
  )
  assert.equal((await app.anonymous.get(`${SHOP}/groups/unlisted`)).status, 200)
  assert.equal((await app.anonymous.get(`${SHOP}/groups/hidden`)).status, 404)
  assert.equal((await app.anonymous.get(`${SHOP}/groups/missing`)).status, 404)
  const statusOf = async (name: keyof typeof products) =>
    (await app.anonymous.get(`${SHOP}/products/${products[name].product.id}`)).status
  assert.equal(await statusOf('plain'), 200)
  assert.equal(await statusOf('linked'), 200)
  assert.equal(await statusOf('secret'), 404)
  assert.equal(await statusOf('inUnlisted'), 200)
  assert.equal(await statusOf('inHidden'), 404)
  assert.equal((await app.anonymous.get(`${SHOP}/products/${newId()}`)).status, 404)
})

test('a product’s page has the prices of one currency, the order form, and what is left', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const { server } = await makeServer(app.ctx, { placeLimit: 1 })
  const machine = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    prices: { annually: 9000n, monthly: 900n },
  })
  const url = `${SHOP}/products/${machine.product.id}`
  const page = await client.get(url)
  assert.deepEqual(
    page.body.prices.map((price: { cycle: string }) => price.cycle),
    ['monthly', 'annually'],
  )
  assert.equal(page.body.currency, 'EUR')
  assert.equal(page.body.orderForm.properties.hostname.label.fr, 'Nom d’hôte')
  assert.equal(page.body.availability, 'available')
  assert.equal(JSON.stringify(page.body).includes('moduleSettings'), false)
  const choices = `/api/v1/client/products/${machine.product.id}/choices`
  const regions = await client.get(`${choices}/regions`)
  assert.ok(regions.body.items.length > 0)
  assert.equal((await client.get(`${choices}/other`)).status, 404)
  await app.ctx.db.update(servers).set({ placesUsed: 1 }).where(eq(servers.id, server.id))
  assert.equal((await client.get(url)).body.availability, 'servers_full')
  const sold = await makeProduct(app.ctx, { stock: 0 })
  const soldOut = await client.get(`${SHOP}/products/${sold.product.id}`)
  assert.equal(soldOut.body.availability, 'out_of_stock')
})
