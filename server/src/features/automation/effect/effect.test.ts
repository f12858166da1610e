import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeMethod, payBySelf } from '../../../../test/factories/auto-pay.ts'
import { makeProduct } from '../../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { setInvoicing } from '../../../../test/factories/document.ts'
import { makeService, readService } from '../../../../test/factories/service.ts'
import { newId } from '../../../platform/ids.ts'
import { services } from '../../services/tables.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer } = await makeCustomer(app)
const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n } })
const own = await makeService(app, {
  customerId: customer.id,
  status: 'active',
  expiresAt: Date.parse('2025-03-20T12:00:00Z'),
  anchorDay: 20,
  policy: { suspendAfterDays: 1 },
})
const sold = await makeService(app, {
  productId: product.id,
  status: 'active',
  expiresAt: Date.parse('2025-05-15T12:00:00Z'),
  anchorDay: 15,
})
await app.settle()

interface Kind {
  step: string
  services: number
  earlier: number
  later: number
  added: number
  dropped: number
  firstAt: string
}

const SETTINGS = '/api/v1/admin/settings'

async function effectOf(values: Record<string, unknown>, section = 'services') {
  const { body } = await staff.get(`${SETTINGS}/${section}`)
  const wanted = { version: body.version, values: { ...body.values, ...values } }
  return staff.post(`${SETTINGS}/${section}/effect`, wanted)
}

test('the settings: how many services move, per kind of step, first when, and which', async () => {
  const before = await readService(app, sold.id)
  const { status, body } = await effectOf({ policy: { suspendAfterDays: 4 } })
  assert.equal(status, 200)
  assert.deepEqual([body.looked, body.moved], [2, 1], 'the other has a value of its own')
  const suspend = body.kinds.find((kind: Kind) => kind.step === 'suspend')
  assert.deepEqual([suspend.services, suspend.later, suspend.earlier], [1, 1, 0])
  assert.equal(suspend.firstAt.slice(0, 10), '2025-05-15')
  assert.equal(body.examples[0].service.number, sold.number)
  assert.equal(body.nearer.services, 0)
  assert.deepEqual(await readService(app, sold.id), before)
  assert.deepEqual((await staff.get(`${SETTINGS}/services`)).body.values.policy, {}, 'not saved')
})

test('an end that comes nearer is counted for itself', async () => {
  const { body } = await effectOf({ policy: { terminateAfterDays: 2 } })
  assert.equal(body.nearer.services, 2)
  assert.equal(body.nearer.firstAt.slice(0, 10), '2025-03-23')
})

test('a value for one cycle asks only about the services of that cycle', async () => {
  const { body } = await effectOf({ policy: { perCycle: { annually: { suspendAfterDays: 4 } } } })
  assert.equal(body.looked, 0)
})

test('money: the documents that would be made in the next 60 days', async () => {
  const { body } = await effectOf({ policy: { invoiceLeadDays: 0 } })
  const [money] = body.documents.money
  assert.deepEqual(
    [body.documents.before, body.documents.after, money.before.amount, money.after.amount],
    [2, 1, '2400', '1200'],
  )
})

test('saved, the forecast where nobody pays differs by just that money', async () => {
  const forecast = async () => {
    const { body } = await staff.get('/api/v1/admin/forecast?assume=nobody')
    const { documents, invoiced } = body.totals
    return { documents, gross: BigInt(invoiced[0]?.gross ?? 0) }
  }
  const url = `/api/v1/admin/products/${product.id}`
  // Its document leaves the 60 days.
  const policy = { invoiceLeadDays: 0 }
  const [money] = (await staff.post(`${url}/effect`, { policy })).body.documents.money
  const before = await forecast()
  assert.equal((await staff.patch(url, { policy })).status, 200)
  const after = await forecast()
  assert.equal(await staff.patch(url, { policy: {} }).then(({ status }) => status), 200)
  assert.deepEqual([before.documents - after.documents, money.after.amount], [1, '0'])
  assert.equal(before.gross - after.gross, BigInt(money.before.amount))
})

test('the time zone keeps moments and moves what is counted in days and hours', async () => {
  const { body } = await effectOf({ timeZone: 'Asia/Tokyo' }, 'business')
  assert.ok(body.moved > 0)
  assert.equal((await effectOf({}, 'business')).body.looked, 0, 'nothing is different')
})

test('other sections concern no service; a wrong value names its field', async () => {
  assert.deepEqual((await effectOf({}, 'mail')).body.looked, 0)
  const wrong = await effectOf({ policy: { suspendAfterDays: 999 } })
  assert.equal(wrong.status, 422)
  assert.equal(wrong.body.errors[0].pointer, '/values/policy/suspendAfterDays')
  assert.equal(
    (await staff.post(`${SETTINGS}/none/effect`, { version: 0, values: {} })).status,
    404,
  )
})

test('a form that somebody else has saved meanwhile is refused as saving it would be', async () => {
  const { body } = await staff.get(`${SETTINGS}/services`)
  const stale = { version: body.version + 1, values: body.values }
  const theirs = { version: 99, policy: { terminateAfterDays: 3 } }
  for (const stream of ['', '/stream']) {
    const section = await staff.post(`${SETTINGS}/services/effect${stream}`, stale)
    assert.deepEqual([section.status, section.body.code], [409, 'stale_form'])
    const owner = `/api/v1/admin/customers/${customer.id}/effect${stream}`
    assert.equal((await staff.post(owner, theirs)).body.code, 'stale_form')
  }
  assert.equal((await staff.put(`${SETTINGS}/services`, stale)).body.code, 'stale_form')
})

test('a service that cannot be decided keeps nobody from the effect on the others', async () => {
  const { customer: other } = await makeCustomer(app)
  const made = { customerId: other.id, status: 'active', anchorDay: 20 } as const
  const expiresAt = Date.parse('2025-03-20T12:00:00Z')
  const broken = await makeService(app, { ...made, expiresAt })
  const sound = await makeService(app, { ...made, expiresAt })
  const policy = sql`'{ "reminderDays": 5 }'::jsonb`
  await app.ctx.db.update(services).set({ policy }).where(eq(services.id, broken.id))
  const asked = { policy: { terminateAfterDays: 3 } }
  const { body } = await staff.post(`/api/v1/admin/customers/${other.id}/effect`, asked)
  assert.deepEqual([body.looked, body.moved, body.examples[0].service.id], [2, 1, sound.id])
  await app.ctx.db.update(services).set({ archivedAt: 0 }).where(eq(services.customerId, other.id))
})

test('the policies of product, group and customer ask only about their own services', async () => {
  const ask = (path: string) =>
    staff.post(`/api/v1/admin/${path}/effect`, { policy: { terminateAfterDays: 3 } })
  assert.deepEqual((await ask(`products/${product.id}`)).body.looked, 1)
  assert.deepEqual((await ask(`product-groups/${product.groupId}`)).body.moved, 1)
  assert.deepEqual((await ask(`customers/${customer.id}`)).body.examples[0].service.id, own.id)
  assert.equal((await ask(`customers/${product.id}`)).status, 404)
})

test('what a level leaves empty is shown with where its value comes from', async () => {
  const groupUrl = `/api/v1/admin/product-groups/${product.groupId}`
  await staff.patch(groupUrl, { policy: { suspendAfterDays: 6 } })
  const ask = async (query: string) =>
    (await staff.get(`/api/v1/admin/policies/inherited?${query}`)).body.cycles.annually
  const ofProduct = await ask(`level=product&groupId=${product.groupId}`)
  assert.deepEqual(
    [ofProduct.values.suspendAfterDays, ofProduct.from.suspendAfterDays],
    [6, 'group'],
  )
  const ofGroup = await ask('level=group')
  assert.deepEqual([ofGroup.values.invoiceLeadDays, ofGroup.from.invoiceLeadDays], [30, 'default'])
})

test('the stream tells its progress, then the same answer; what is wrong is told before', async () => {
  const body = { policy: { suspendAfterDays: 2 } }
  const url = `/api/v1/admin/products/${product.id}/effect`
  const plain = await staff.post(url, body)
  const { body: text, headers } = await staff.post(`${url}/stream`, body)
  assert.equal(headers['content-type'], 'text/event-stream')
  const blocks = String(text).split('\n\n')
  assert.equal(blocks[0], 'event: progress\ndata: {"done":0,"total":1,"found":0}')
  assert.equal(blocks[1], 'event: progress\ndata: {"done":1,"total":1,"found":1}')
  assert.equal(blocks[2], `event: result\ndata: ${JSON.stringify(plain.body)}`)
  const wrong = await staff.post(`${url}/stream`, { policy: { suspendAfterDays: -1 } })
  assert.equal(wrong.status, 422)
})

test('other reminders move reminders only: as many as move, each once for each way', async () => {
  const policy = { suspendAfterDays: 3, terminateAfterDays: 4 }
  const { product: hosted } = await makeProduct(app.ctx, { prices: { monthly: 1000n } })
  const { customer: payer } = await makeCustomer(app)
  await makeMethod(app.ctx, payer.id)
  for (const day of [17, 25]) {
    const service = await makeService(app, {
      ...{ customerId: payer.id, productId: hosted.id, status: 'active', anchorDay: day },
      expiresAt: Date.parse(`2025-04-${day}T12:00:00Z`),
    })
    await payBySelf(app.ctx, service.id)
  }
  const url = `/api/v1/admin/products/${hosted.id}`
  const ask = async (was: number[], will: number[]) => {
    // Charged on the day of the expiry, so that every reminder before it is sent.
    const shared = { ...policy, autopayLeadDays: 0 }
    const saved = await staff.patch(url, { policy: { ...shared, reminderDays: was } })
    assert.equal(saved.status, 200)
    const { body } = await staff.post(`${url}/effect`, {
      policy: { ...shared, reminderDays: will },
    })
    return body.kinds.map(
      ({ step, services, earlier, later, added, dropped }: Kind) =>
        `${step} ${services}: ${earlier} ${later} ${added} ${dropped}`,
    )
  }
  assert.deepEqual(await ask([4], [4, 1]), ['remind 2: 0 0 2 0'])
  assert.deepEqual(await ask([4], [1]), ['remind 2: 0 2 0 0'])
  assert.deepEqual(await ask([4], [5]), ['remind 2: 2 0 0 0'])
  assert.deepEqual(await ask([6, 2], [4]), ['remind 2: 0 2 0 2'])
})

test('money: each document of one that pays by itself, with tax, a discount as far as it goes', async () => {
  const german = (await makeCustomer(app, { country: 'DE' })).customer
  await setInvoicing(app.ctx, { countryRates: { DE: 1900 } })
  const { id } = await makeService(app, {
    ...{ customerId: german.id, status: 'active', cycle: 'weekly', price: 333n },
    ...{ expiresAt: Date.parse('2025-03-20T12:00:00Z'), anchorDay: 20 },
    discount: {
      ...{ couponId: newId(), code: 'ONCE', kind: 'percent', basisPoints: 5000, amount: '0' },
      renewals: 1,
    },
  })
  await makeMethod(app.ctx, german.id)
  await payBySelf(app.ctx, id)
  const policy = { perCycle: { weekly: { invoiceLeadDays: 2 } } }
  const { documents } = (await effectOf({ policy })).body
  // 166 net, then seven times 333, on 18 March and every week until 6 May.
  const sum = String(198 + 7 * 396)
  assert.deepEqual([documents.before, documents.after], [8, 8])
  assert.deepEqual([documents.money[0].before.amount, documents.money[0].after.amount], [sum, sum])
})
