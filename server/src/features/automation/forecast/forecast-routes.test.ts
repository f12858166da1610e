import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeGroup, makeProduct } from '../../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { makeOrder } from '../../../../test/factories/order.ts'
import { payInFull } from '../../../../test/factories/payment.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { DAY, HOUR } from '../../../domain/instant.ts'
import { documents } from '../../documents/tables.ts'

const app = await startTestApp()
const { ctx } = app
const now = app.clock.now()
const owner = await app.staff()
const URL = '/api/v1/admin/forecast'

const { customer } = await makeCustomer(app, { name: '=Anne' })
const group = await makeGroup(ctx)
const { product } = await makeProduct(ctx, { groupId: group.id })
const active = { customerId: customer.id, status: 'active', anchorDay: 20 } as const
for (const days of [2, 9, 16, 23])
  await makeService(app, { ...active, expiresAt: now + days * DAY, productId: product.id })
await makeService(app, { ...active, cycle: 'weekly', expiresAt: now + DAY, currency: 'USD' })
await makeService(app, { ...active, expiresAt: now - DAY, price: 0n })
const { customerId: other } = await makeOrder(app, { quantity: 2 })

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
type Body = any

async function got(path: string): Promise<Body> {
  const answer = await owner.get(path)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

async function allSteps(query: string, limit = 3): Promise<Body[]> {
  const items: Body[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page = await got(`${URL}/steps?${query}&limit=${limit}${more}`)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

const countBy = (items: Body[], key: (item: Body) => string) =>
  Object.fromEntries([...Map.groupBy(items, key)].map(([name, own]) => [name, own.length]))

const localDay = (at: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date(at))

for (const assume of ['nobody', 'on_time', 'as_before']) {
  test(`the days and the totals are the sum of the single steps (${assume})`, async () => {
    const forecast = await got(`${URL}?assume=${assume}`)
    assert.equal(forecast.days.length, 60)
    assert.equal(forecast.services, 8)
    const steps = await allSteps(`assume=${assume}`)
    const done = steps.filter(({ blocked }) => blocked === null)
    assert.deepEqual(
      countBy(done, ({ step }) => step),
      forecast.totals.steps,
    )
    for (const day of forecast.days) {
      const own = done.filter(({ at }) => localDay(at) === day.on)
      assert.deepEqual(
        countBy(own, ({ step }) => step),
        day.steps,
        day.on,
      )
      for (const { currency, gross, net, tax } of day.invoiced) {
        const paid = own.filter(({ money }) => money?.currency === currency)
        const sum = (field: string) =>
          paid.reduce((all, { money }) => all + BigInt(money[field]), 0n)
        assert.deepEqual([sum('net'), sum('tax'), sum('gross')].map(String), [net, tax, gross])
      }
    }
    const sum = (field: string) =>
      forecast.days.reduce((all: number, day: Body) => all + day[field], 0)
    for (const field of ['documents', 'mails', 'suspensions', 'ends', 'held', 'blocked'])
      assert.equal(sum(field), forecast.totals[field], field)
  })
}

test('a day’s steps are those of the day', async () => {
  const { days } = await got(`${URL}?assume=nobody`)
  const busy = days.find((day: Body) => Object.keys(day.steps).length > 1)
  const steps = await allSteps(`assume=nobody&on=${busy.on}`, 1)
  assert.deepEqual(
    countBy(steps, ({ step }) => step),
    busy.steps,
  )
  assert.equal(new Set(steps.map(({ at }) => localDay(at))).size, 1)
})

test('the stream tells its progress, then the same answer', async () => {
  const plain = await got(`${URL}?assume=on_time&days=30`)
  const { body, headers } = await owner.get(`${URL}/stream?assume=on_time&days=30`)
  assert.equal(headers['content-type'], 'text/event-stream')
  const events = String(body)
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [event = '', data = ''] = block.split('\n')
      return [event.replace('event: ', ''), JSON.parse(data.replace('data: ', ''))] as const
    })
  assert.deepEqual(events.at(0), ['progress', { done: 8, total: 8 }])
  assert.deepEqual(events.at(-1), ['result', plain])
})

test('filters narrow services and steps', async () => {
  const of = async (query: string) => got(`${URL}?assume=nobody&${query}`)
  assert.equal((await of(`customerId=${other}`)).services, 2)
  assert.equal((await of(`productId=${product.id}`)).services, 4)
  assert.equal((await of(`groupId=${group.id}`)).services, 4)
  assert.equal((await of('currency=USD')).services, 1)
  assert.equal((await of('type=sandbox')).services, 0)
  const suspensions = await of('step=suspend,expire')
  assert.deepEqual(Object.keys(suspensions.totals.steps).sort(), ['expire', 'suspend'])
  assert.deepEqual([suspensions.totals.documents, suspensions.totals.revenue], [0, []])
})

test('the file holds every step and payment, safe for spreadsheets', async () => {
  const { body, headers } = await owner.get(`${URL}.csv?assume=on_time&days=10`)
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
  const lines = String(body).split('\r\n').slice(1, -1)
  const { totals } = await got(`${URL}?assume=on_time&days=10`)
  const steps = Object.values<number>(totals.steps).reduce((all, n) => all + n, 0)
  const received = lines.filter((line) => line.includes(',Payment,'))
  assert.equal(lines.length, steps + received.length)
  assert.ok(lines[0]?.includes("'=Anne"))
  const sum = received
    .filter((line) => line.includes(',EUR,'))
    .reduce((all, line) => all + Math.round(Number(line.split(',')[8]) * 100), 0)
  const eur = totals.revenue.find(({ currency }: Body) => currency === 'EUR')
  assert.equal(String(sum), eur.amount)
})

test('an open document that renews nothing comes in when it is due, or as its customer pays', async () => {
  const { customer: owing } = await makeCustomer(app)
  await makeDocument(ctx, { customerId: owing.id, dueAt: now + 3 * DAY })
  await makeDocument(ctx, { customerId: owing.id, dueAt: now - 3 * DAY })
  const of = (assume: string) =>
    got(`/api/v1/admin/customers/${owing.id}/forecast?assume=${assume}`)
  const { days, totals } = await of('on_time')
  const received = (n: number) => days[n].revenue.map(({ amount }: Body) => amount)
  assert.deepEqual([received(0), received(3)].flat().length, 2)
  assert.deepEqual([totals.documents, totals.mails], [0, 2])
  assert.deepEqual((await of('nobody')).totals.revenue, [])
  // Who was asked and never paid is taken not to; who paid on the fourth day once, to do it again.
  assert.deepEqual((await of('as_before')).totals.revenue, [])
  const { id: paidId } = await makeDocument(ctx, { customerId: owing.id })
  await payInFull(app, paidId)
  await ctx.db
    .update(documents)
    .set({ createdAt: now - 4 * DAY + 8 * HOUR })
    .where(eq(documents.id, paidId))
  const again = (await of('as_before')).days
  assert.deepEqual([again[4].revenue.length, again[3].revenue.length], [1, 0])
  const { body } = await owner.get(`${URL}.csv?assume=on_time&customerId=${owing.id}`)
  assert.equal(String(body).split(',Payment,').length - 1, 2)
  const narrowed = await got(`${URL}?assume=on_time&productId=${product.id}&customerId=${owing.id}`)
  assert.deepEqual(narrowed.totals.revenue, [])
})

test('one service and one customer have a forecast of their own', async () => {
  const [first] = (await got('/api/v1/admin/services?sort=expiresAt')).items
  const own = await got(`/api/v1/admin/services/${first.id}/forecast?assume=nobody`)
  assert.equal(own.steps[0].step, 'renew')
  const theirs = await got(`/api/v1/admin/customers/${customer.id}/forecast?assume=on_time`)
  assert.equal(theirs.services, 6)
  assert.equal(theirs.complete, true)
  assert.deepEqual(
    countBy(theirs.steps, ({ step }) => step),
    theirs.totals.steps,
  )
  const missing = '0195a7b0-0000-7000-8000-000000000001'
  for (const noun of ['services', 'customers'])
    assert.equal((await owner.get(`/api/v1/admin/${noun}/${missing}/forecast`)).status, 404)
})

test('bad input names the field', async () => {
  const pointer = async (query: string, path = '') => {
    const { status, body } = await owner.get(`${URL}${path}?${query}`)
    assert.equal(status, 422, query)
    return body.errors[0].pointer
  }
  const said = async (query: string) => {
    const { body } = await owner.get(`${URL}?${query}`)
    return [body.errors[0].pointer, body.errors[0].detail]
  }
  assert.deepEqual(await said('days=abc'), ['/query/days', '“days” must be a number.'])
  assert.deepEqual(await said('days=1.5'), ['/query/days', '“days” must be a whole number.'])
  assert.equal(await pointer('days=0'), '/query/days')
  assert.equal(await pointer('assume=all'), '/query/assume')
  assert.equal(await pointer('step=dance'), '/query/step')
  assert.equal(await pointer('currency=XYZ'), '/query/currency')
  assert.equal(await pointer('colour=red'), '/query/colour')
  assert.equal(await pointer('on=2030-01-01', '/steps'), '/query/on')
  assert.equal(await pointer('cursor=abc', '/steps'), '/query/cursor')
  assert.equal(await pointer('days=400', '/stream'), '/query/days')
  const missing = '0195a7b0-0000-7000-8000-000000000001'
  for (const filter of ['customerId', 'productId', 'groupId', 'serverId'])
    for (const path of ['', '/steps', '/stream', '.csv'])
      assert.equal(await pointer(`${filter}=${missing}`, path), `/query/${filter}`)
  assert.equal(await pointer(`productId=${product.id},${missing}`), '/query/productId')
  assert.equal(await pointer('type=teapot'), '/query/type')
  const held = `/api/v1/admin/automation/brake/held?customerId=${missing}`
  assert.equal((await owner.get(held)).body.errors[0].pointer, '/query/customerId')
  const backwards = '/api/v1/admin/automation/proof?from=2025-03-09&to=2025-03-08'
  assert.equal((await owner.get(backwards)).body.errors[0].pointer, '/query/to')
})

test('nothing is written', async () => {
  const { rows } = await ctx.db.$client.query('select count(*)::int as n from documents')
  await got(`${URL}?assume=on_time`)
  const again = await ctx.db.$client.query('select count(*)::int as n from documents')
  assert.deepEqual(again.rows, rows)
})
