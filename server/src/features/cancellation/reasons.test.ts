import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer, client } = await makeLoggedInCustomer(app)
const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n } })

const URL = '/api/v1/admin/cancellation-reasons'
const name = { en: 'Too slow', fr: 'Trop lent' }

interface Reason {
  id: string
  name: string
  active: boolean
  uses: number
}

const make = async (more: Record<string, unknown> = {}) =>
  (await staff.post(URL, { name, ...more })).body as Reason

const list = async () => (await staff.get(URL)).body.items as Reason[]

async function service(more: Record<string, unknown> = {}) {
  const { id } = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    status: 'active',
    expiresAt: Date.parse('2025-04-10T12:00:00Z'),
    anchorDay: 10,
    ...more,
  })
  return id
}

const cancelMine = (id: string, wish: Record<string, unknown>) =>
  client.post(`/api/v1/client/services/${id}/cancel`, wish)

describe('the list of reasons', () => {
  test('H19: staff add, change, order, archive and remove reasons', async () => {
    const reason = await make()
    assert.deepEqual((await list()).at(-1)?.id, reason.id)
    const changed = await staff.patch(`${URL}/${reason.id}`, { name: { en: 'Slow', fr: 'Lent' } })
    assert.equal(changed.body.name, 'Slow')
    const ids = (await list()).map(({ id }) => id)
    const turned = await staff.put(`${URL}/order`, { ids: ids.toReversed() })
    assert.equal(turned.body.items[0].id, reason.id)
    assert.equal((await staff.patch(`${URL}/${reason.id}`, { active: false })).body.active, false)
    assert.equal((await staff.delete(`${URL}/${reason.id}`)).status, 204)
    assert.equal((await staff.delete(`${URL}/${reason.id}`)).status, 404)
    const { body } = await staff.get('/api/v1/admin/history?subject=cancellation_reason&limit=50')
    const kinds = body.items.map(({ kind }: { kind: string }) => kind.split('.')[1])
    for (const kind of ['created', 'changed', 'ordered', 'archived', 'deleted'])
      assert.ok(kinds.includes(kind), kind)
  })

  test('H19: what is wrong is named by its field', async () => {
    const wrong: [Record<string, unknown>, string][] = [
      [{ name: { en: 'x'.repeat(256), fr: 'x' } }, '/name/en'],
      [{ name: { en: 'x' } }, '/name/fr'],
      [{ name, mode: 'sometimes' }, '/mode'],
      [{ name, audience: 'nobody' }, '/audience'],
    ]
    for (const [body, pointer] of wrong) {
      const answer = await staff.post(URL, body)
      assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, pointer])
    }
    const half = await staff.put(`${URL}/order`, { ids: [(await list())[0]?.id] })
    assert.deepEqual([half.status, half.body.errors[0].pointer], [422, '/ids'])
  })

  test('H19: only with the permission', async () => {
    const support = await app.staff('support')
    assert.equal((await support.get(URL)).status, 200)
    assert.equal((await support.post(URL, { name })).status, 403)
    assert.equal((await client.get(URL)).status, 403)
  })

  test('one in use cannot be removed, but archived: then nobody is offered it', async () => {
    const reason = await make()
    const id = await service()
    assert.equal((await cancelMine(id, { reasonId: reason.id })).status, 200)
    const refused = await staff.delete(`${URL}/${reason.id}`)
    assert.deepEqual([refused.status, refused.body.code], [409, 'reason_in_use'])
    await staff.patch(`${URL}/${reason.id}`, { active: false })
    const offered = (await client.get('/api/v1/client/cancellation-reasons')).body.items
    assert.ok(!offered.some((one: Reason) => one.id === reason.id))
    assert.equal((await list()).find((one) => one.id === reason.id)?.uses, 1)
  })
})

describe('a reason', () => {
  test('is offered to those it is for', async () => {
    const forStaff = await make({ audience: 'staff' })
    const offered = (await client.get('/api/v1/client/cancellation-reasons')).body.items
    assert.ok(!offered.some((one: Reason) => one.id === forStaff.id))
    const id = await service()
    const mine = await cancelMine(id, { reasonId: forStaff.id })
    assert.deepEqual([mine.status, mine.body.errors[0].code], [422, 'unknown_reason'])
    const theirs = await staff.post(`/api/v1/admin/services/${id}/cancel`, {
      reasonId: forStaff.id,
    })
    assert.equal(theirs.status, 200)
  })

  test('is for one way to cancel or both', async () => {
    const now = await make({ mode: 'now' })
    const id = await service()
    const later = await cancelMine(id, { reasonId: now.id, when: 'end_of_period' })
    assert.deepEqual([later.status, later.body.errors[0].code], [422, 'reason_for_other_way'])
    assert.equal((await cancelMine(id, { reasonId: now.id, when: 'now' })).status, 200)
  })
})

describe('the statistics', () => {
  test('H19: by reason, way, product and day, of the days asked for', async () => {
    const stats = async (query: string) => (await staff.get(`${URL}/statistics?${query}`)).body
    await app.travelTo(Date.parse('2025-03-20T12:00:00Z'))
    const price = await make({ name: { en: 'Price', fr: 'Prix' } })
    const quality = await make({ name: { en: 'Quality', fr: 'Qualité' } })
    await cancelMine(await service(), { reasonId: price.id })
    await cancelMine(await service(), { reasonId: price.id, when: 'now' })
    await staff.post(`/api/v1/admin/services/${await service({ productId: null })}/cancel`, {
      reasonId: quality.id,
    })
    const undone = await service()
    await cancelMine(undone, { reasonId: quality.id })
    await client.post(`/api/v1/client/services/${undone}/undo-cancellation`)
    await app.settle()

    const day = await stats('from=2025-03-20&to=2025-03-20')
    assert.deepEqual([day.total, day.endOfPeriod, day.now, day.byStaff], [3, 2, 1, 1])
    const [first] = day.reasons
    assert.deepEqual([first.name, first.total, first.endOfPeriod, first.now], ['Price', 2, 1, 1])
    const custom = day.products.find((one: { id: string | null }) => one.id === null)
    assert.equal(custom.total, 1)
    assert.deepEqual(
      day.series.map(({ at, total }: { at: string; total: number }) => [at, total]),
      [['2025-03-20', 3]],
    )
    assert.equal((await stats('from=2025-03-21&to=2025-03-22')).total, 0)
    const year = await stats('from=2024-04-01&to=2025-03-31')
    assert.equal(year.series.length, 12, 'by month')
  })

  test('come as a file, and refuse days that are none', async () => {
    const file = await staff.get(`${URL}/statistics/export?from=2025-03-20&to=2025-03-20`)
    assert.match(String(file.headers['content-type']), /^text\/csv/)
    assert.match(file.body, /Price,2,1,1,2,0\r\n/)
    const wrong = await staff.get(`${URL}/statistics?from=2025-03-20&to=2025-03-01`)
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/query/from'])
    const accountant = await app.staff('accountant')
    assert.equal((await accountant.get(`${URL}/statistics`)).status, 403)
  })
})
