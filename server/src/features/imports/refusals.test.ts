import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { pointersOf, startImportApp } from '../../../test/factories/import.ts'
import { newId } from '../../platform/ids.ts'
import { services } from '../services/tables.ts'

const { app, server, staff, type, plant, row, ask, imported } = await startImportApp()
const IMPORTS = '/api/v1/admin/imports'
const servicesCount = () => app.ctx.db.$count(services)

describe('a resource', () => {
  test('that a service has already is refused, naming the row and the service', async () => {
    const taken = plant()
    const { service } = await imported(taken.remoteId)
    const before = await servicesCount()
    const answer = await ask(row(plant().remoteId), row(taken.remoteId))
    assert.deepEqual([answer.status, answer.body.code], [409, 'resource_linked'])
    assert.deepEqual(pointersOf(answer), ['/rows/1/remoteId resource_linked'])
    assert.match(answer.body.errors[0].detail, new RegExp(`#${service?.number}`))
    assert.equal(await servicesCount(), before)
  })

  test('that two members of staff import at once becomes one service; the second is told', async () => {
    const other = await app.staff()
    const there = plant()
    const send = (client: typeof staff) => client.post(IMPORTS, { rows: [row(there.remoteId)] })
    const answers = await Promise.all([send(staff), send(other), send(staff)])
    const lost = answers.filter(({ status }) => status !== 202)
    assert.equal(lost.length, 2)
    for (const answer of lost) {
      assert.equal(answer.status, 409)
      assert.deepEqual(pointersOf(answer), ['/rows/0/remoteId resource_linked'])
    }
    await app.settle()
    const own = await app.ctx.db.$count(
      services,
      sql`${services.resource}->>'remoteId' = ${there.remoteId}`,
    )
    assert.equal(own, 1)
  })

  test('sent twice with one Idempotency-Key becomes one service, and the same answer', async () => {
    const body = { rows: [row(plant().remoteId)] }
    const headers = { 'idempotency-key': newId() }
    const first = await staff.post(IMPORTS, body, headers)
    const second = await staff.post(IMPORTS, body, headers)
    assert.deepEqual([first.status, second.status], [202, 202])
    assert.equal(second.body.id, first.body.id)
    await app.settle()
  })
})

describe('an import is refused as a whole, naming every wrong field', () => {
  const refusals: [
    string,
    () => Record<string, unknown> | Promise<Record<string, unknown>>,
    string[],
  ][] = [
    [
      'a foreign customer',
      () => ({ customerId: newId() }),
      ['/rows/1/customerId unknown_customer'],
    ],
    ['an unknown product', () => ({ productId: newId() }), ['/rows/1/productId unknown_product']],
    ['an unknown server', () => ({ serverId: newId() }), ['/rows/1/serverId no_server_of_type']],
    ['an unknown type', () => ({ type: 'nothing' }), ['/rows/1/type unknown_type']],
    ['no expiry', () => ({ expiresAt: null }), ['/rows/1/expiresAt term_needs_expiry']],
    ['no price', () => ({ price: undefined }), ['/rows/1/price price_needed']],
    [
      'another type than the product’s',
      async () => {
        const { product } = await makeProduct(app.ctx, { type, serverGroupId: server.groupId })
        return { productId: product.id, type: 'other' }
      },
      ['/rows/1/type not_the_products_type'],
    ],
  ]
  for (const [what, more, pointers] of refusals)
    test(`: ${what}`, async () => {
      const before = await servicesCount()
      const answer = await ask(row(plant().remoteId), row(plant().remoteId, await more()))
      assert.equal(answer.status, 422)
      assert.deepEqual(pointersOf(answer), pointers)
      assert.equal(await servicesCount(), before)
    })

  test(': the same resource twice', async () => {
    const { remoteId } = plant()
    assert.deepEqual(pointersOf(await ask(row(remoteId), row(remoteId))), [
      '/rows/1/remoteId chosen_twice',
    ])
  })

  test('; a dry run says the same and writes nothing', async () => {
    const before = await servicesCount()
    const wrong = await staff.post(`${IMPORTS}?dryRun=true`, {
      rows: [row('r', { price: undefined })],
    })
    assert.deepEqual([wrong.status, wrong.body.allowed], [200, false])
    assert.deepEqual(pointersOf(wrong), ['/rows/0/price price_needed'])
    const right = await staff.post(`${IMPORTS}?dryRun=true`, { rows: [row(plant().remoteId)] })
    assert.deepEqual([right.body.allowed, right.body.errors], [true, []])
    assert.equal(right.body.effects.length, 2)
    assert.equal(await servicesCount(), before)
  })
})

test('importing needs the permission to make services', async () => {
  const support = await app.staff('support')
  assert.equal((await support.post(IMPORTS, { rows: [row('r-1')] })).status, 403)
  const url = `/api/v1/admin/servers/${server.id}/resources`
  assert.equal((await support.get(url)).status, 403)
})
