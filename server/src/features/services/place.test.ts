import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { serverOf, startRecordingApp } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { products } from '../catalog/tables.ts'
import { mails } from '../mail/tables.ts'
import { servers } from '../servers/tables.ts'
import { staff as staffTable } from '../staff/tables.ts'

const { app, recording, server, delivered, service } = await startRecordingApp()
const staff = await app.staff()
await app.ctx.db.update(staffTable).set({ alerts: ['unknown_outcome'] })
const at = (iso: string) => Date.parse(iso)
const TERM = { expiresAt: at('2025-03-20T08:00:00Z'), anchorDay: 20 }
const type = recording.module.id
const url = (id: string) => `/api/v1/admin/services/${id}`
const post = (id: string, verb: string, body: object) => staff.post(`${url(id)}/${verb}`, body)
const placesOf = async (id: string) =>
  (await app.ctx.db.select().from(servers).where(eq(servers.id, id)))[0]?.placesUsed
const reasonOf = ({ status, body }: { status: number; body: { code: string } }) => [
  status,
  body.code,
]

/** A second server of the type; what is planted on it is there behind our back. */
async function elsewhere(more = {}) {
  const made = await makeServer(app.ctx, serverOf(type, more))
  await made.provider.close()
  return made.server
}

test('what is delivered on a server that staff have paused waits, and is done afterwards', async () => {
  const { id } = await service(TERM)
  await staff.post(`/api/v1/admin/servers/${server.id}/pause`)
  assert.equal((await post(id, 'deliver', {})).status, 202)
  await app.settle()
  const { body } = await staff.get(`/api/v1/admin/operations?serviceId=${id}`)
  assert.deepEqual([body.items[0].state, body.items[0].attempts], ['queued', 0])
  await staff.post(`/api/v1/admin/servers/${server.id}/resume`)
  await app.settle()
  assert.equal((await readService(app, id)).status, 'active')
})

describe('another server', () => {
  test('is taken over where the server has our key; the old place is returned, staff are told', async () => {
    const { id } = await delivered(TERM)
    await app.ctx.db.update(servers).set({ placesUsed: 5 }).where(eq(servers.id, server.id))
    const target = await elsewhere()
    const moved = recording.plant({ key: id, serverId: target.id })
    const calls = recording.callsOf('create').length
    const former = (await readService(app, id)).resource?.remoteId
    const answer = await post(id, 'change-server', { serverId: target.id })
    assert.deepEqual([answer.status, answer.body], [200, { operationId: null }])
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual([row.serverId, row.resource?.remoteId], [target.id, moved.remoteId])
    assert.deepEqual([await placesOf(server.id), await placesOf(target.id)], [4, 1])
    assert.equal(recording.callsOf('create').length, calls)
    const alerts = await app.ctx.db
      .select()
      .from(mails)
      .where(eq(mails.template, 'alert_resource_left'))
    assert.ok(alerts.some(({ text }) => text.includes(String(former))))
    const { body } = await staff.get(
      `/api/v1/admin/history?subjectId=${id}&kind=service.server_changed`,
    )
    assert.equal(body.items[0].before.serverId, server.id)
    assert.equal(body.items[0].after.formerRemoteId, former)
  })

  test('is refused where nothing there carries our key, or several do', async () => {
    const { id } = await delivered(TERM)
    const target = await elsewhere()
    const none = await post(id, 'change-server', { serverId: target.id })
    assert.deepEqual(reasonOf(none), [409, 'resource_not_there'])
    for (const _ of [1, 2]) recording.plant({ key: id, serverId: target.id })
    const several = await post(id, 'change-server', { serverId: target.id })
    assert.deepEqual(reasonOf(several), [409, 'resource_several'])
    assert.equal((await readService(app, id)).serverId, server.id)
  })

  test('with a resource that staff pick: it is marked with our key', async () => {
    const { id } = await delivered(TERM)
    const target = await elsewhere()
    const picked = recording.plant({ serverId: target.id })
    const body = { serverId: target.id, remoteId: picked.remoteId }
    const dry = await staff.post(`${url(id)}/change-server?dryRun=true`, body)
    assert.match(dry.body.effects.join(' '), /marked with this service’s key/)
    assert.equal((await post(id, 'change-server', body)).status, 202)
    await app.settle()
    assert.equal(picked.key, id)
    assert.equal((await readService(app, id)).resource?.remoteId, picked.remoteId)
  })

  test('a resource of another service or with another key is never taken', async () => {
    const target = await elsewhere()
    const other = await delivered(TERM)
    const { id } = await delivered(TERM)
    const taken = (await readService(app, other.id)).resource?.remoteId
    const linked = await post(id, 'change-server', { serverId: server.id, remoteId: taken })
    assert.deepEqual(reasonOf(linked), [409, 'resource_taken'])
    const foreign = recording.plant({ serverId: target.id, key: 'somebody-else' })
    const answer = await post(id, 'change-server', {
      serverId: target.id,
      remoteId: foreign.remoteId,
    })
    assert.deepEqual(reasonOf(answer), [409, 'resource_of_another'])
    assert.equal(foreign.key, 'somebody-else')
  })

  test('a server that does not answer changes nothing', async () => {
    const { id } = await delivered(TERM)
    const target = await elsewhere()
    recording.next('find', { kind: 'refuse', code: 'auth', message: 'token refused' })
    const answer = await post(id, 'change-server', { serverId: target.id })
    assert.deepEqual(reasonOf(answer), [503, 'server_unreachable'])
    assert.equal((await readService(app, id)).serverId, server.id)
  })

  test('before the delivery is only another place, as long as there is one', async () => {
    const { id } = await service()
    const full = await elsewhere({ placeLimit: 0 })
    const refusal = await post(id, 'change-server', { serverId: full.id })
    assert.deepEqual(
      [refusal.status, refusal.body.errors[0]],
      [
        422,
        { pointer: '/serverId', code: 'server_takes_none', detail: refusal.body.errors[0].detail },
      ],
    )
    const free = await elsewhere()
    assert.equal((await post(id, 'change-server', { serverId: free.id })).status, 200)
    assert.equal((await readService(app, id)).serverId, free.id)
    assert.equal(await placesOf(free.id), 1)
  })

  test('sent twice at once moves it once', async () => {
    const { id } = await delivered(TERM)
    const target = await elsewhere()
    recording.plant({ key: id, serverId: target.id })
    const body = { serverId: target.id }
    const twice = await Promise.all([
      post(id, 'change-server', body),
      post(id, 'change-server', body),
    ])
    assert.equal(twice.filter(({ status }) => status === 200).length, 1)
    assert.equal(await placesOf(target.id), 1)
  })
})

describe('another type', () => {
  test('only without product and resource; the place is given back', async () => {
    const pending = await service()
    const before = (await placesOf(server.id)) ?? 0
    const unknown = await post(pending.id, 'change-type', { type: 'nothing' })
    assert.deepEqual([unknown.status, unknown.body.errors[0].pointer], [422, '/type'])
    const same = await post(pending.id, 'change-type', { type })
    assert.deepEqual(reasonOf(same), [422, 'type_unchanged'])
    const standing = await delivered(TERM)
    const refusal = await post(standing.id, 'change-type', { type })
    assert.deepEqual(reasonOf(refusal), [409, 'type_has_resource'])
    assert.equal(await placesOf(server.id), before)
  })
})

describe('another product', () => {
  const productOf = (more = {}) =>
    makeProduct(app.ctx, { type, serverGroupId: server.groupId, ...more })

  test('in the books: stock changes hands, price and name stay the service’s own', async () => {
    const small = await productOf({ stock: 3 })
    const large = await productOf({ stock: 1, prices: { monthly: 2500n } })
    const { id } = await delivered({ ...TERM, productId: small.product.id, stockHeld: true })
    const calls = recording.callsOf('changePlan').length
    const body = { productId: large.product.id }
    const dry = await staff.post(`${url(id)}/change-product?dryRun=true`, body)
    assert.match(dry.body.effects.join(' '), /keeps its own price: €10\.00/)
    assert.equal((await post(id, 'change-product', body)).status, 200)
    const row = await readService(app, id)
    assert.deepEqual([row.productId, row.price, row.stockHeld], [large.product.id, 1000n, true])
    const stocks = await app.ctx.db.select().from(products)
    const stockOf = (wanted: string) => stocks.find((one) => one.id === wanted)?.stock
    assert.deepEqual([stockOf(small.product.id), stockOf(large.product.id)], [4, 0])
    assert.equal(recording.callsOf('changePlan').length, calls)
    const other = await delivered({ ...TERM, productId: small.product.id })
    const none = await post(other.id, 'change-product', body)
    assert.equal(none.body.errors[0].code, 'out_of_stock')
  })

  test('with the plan changed on the server, once', async () => {
    const { product } = await productOf()
    const { id } = await delivered(TERM)
    const body = { productId: product.id, how: 'change_plan' }
    assert.equal((await post(id, 'change-product', body)).status, 202)
    await app.settle()
    assert.equal(recording.callsOf('changePlan').filter(({ key }) => key === id).length, 1)
    assert.equal((await readService(app, id)).productId, product.id)
    const waiting = await service()
    const refusal = await post(waiting.id, 'change-product', body)
    assert.deepEqual(reasonOf(refusal), [422, 'plan_not_changeable'])
  })

  test('at its price where asked; an open renewal is kept or remade, as staff say', async () => {
    const { product } = await productOf({ prices: { monthly: 2500n } })
    const { id } = await delivered(TERM)
    await post(id, 'renew', {})
    const body = { productId: product.id, price: 'product' }
    const unsaid = await post(id, 'change-product', body)
    assert.deepEqual([unsaid.status, unsaid.body.errors[0].pointer], [422, '/openRenewal'])
    assert.equal((await post(id, 'change-product', { ...body, openRenewal: 'remake' })).status, 200)
    const { items } = (await staff.get(`${url(id)}/renewals`)).body
    const open = items.filter(({ state }: { state: string }) => state === 'open')
    assert.deepEqual(
      open.map(({ price }: { price: { amount: string } }) => price.amount),
      ['2500'],
    )
  })

  test('of another type, unknown or the same is refused by name', async () => {
    const { product } = await productOf()
    const { id } = await delivered({ ...TERM, productId: product.id })
    const same = await post(id, 'change-product', { productId: product.id })
    assert.deepEqual(reasonOf(same), [422, 'product_unchanged'])
    const unknown = await post(id, 'change-product', { productId: id })
    assert.equal(unknown.body.errors[0].code, 'unknown_product')
    const custom = await post(id, 'change-product', { productId: null })
    assert.equal(custom.status, 200)
    assert.equal((await readService(app, id)).productId, null)
  })
})
