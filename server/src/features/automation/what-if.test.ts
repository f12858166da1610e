import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService, readService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer, client } = await makeLoggedInCustomer(app)
const { product } = await makeProduct(app.ctx, {
  prices: { monthly: 1000n, quarterly: 2700n },
  policy: { invoiceLeadDays: 10 },
})

interface Step {
  step: string
  at: string
  level: string | null
  because: string
}
interface Compared {
  step: string
  change: string
  before: string | null
  after: string | null
}

async function service(more: Record<string, unknown> = {}) {
  const { id } = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    status: 'active',
    expiresAt: Date.parse('2025-04-10T12:00:00Z'),
    anchorDay: 10,
    ...more,
  })
  return {
    id,
    ask: (wish: unknown) => staff.post(`/api/v1/admin/services/${id}/what-if`, wish),
    askMine: (wish: unknown) => client.post(`/api/v1/client/services/${id}/what-if`, wish),
  }
}

const daysOf = (steps: Step[], step: string) =>
  steps.filter((entry) => entry.step === step).map(({ at }) => at.slice(0, 10))
const changeOf = (compared: Compared[], step: string) =>
  compared.find((entry) => entry.step === step)?.change

test('seven days more: every step comes a week later, with the level of its value', async () => {
  const { id, ask } = await service()
  const before = await readService(app, id)
  const { status, body } = await ask({ do: 'add_days', days: 7 })
  assert.equal(status, 200)
  assert.equal(body.allowed, true)
  assert.deepEqual(body.expiresAt, {
    before: '2025-04-10T12:00:00.000Z',
    after: '2025-04-17T12:00:00.000Z',
  })
  assert.deepEqual(daysOf(body.before, 'invoice'), ['2025-03-31'])
  assert.deepEqual(daysOf(body.steps, 'invoice'), ['2025-04-07'])
  assert.equal(body.steps.find((step: Step) => step.step === 'invoice').level, 'product')
  assert.equal(changeOf(body.compared, 'suspend'), 'later')
  assert.match(body.effects.join(), /17 April 2025/)
  assert.deepEqual(await readService(app, id), before, 'nothing was written')
})

test('the limits of the action hold: the answer says why not and shows what stays', async () => {
  const { ask } = await service({ maxRenewals: 0 })
  const { status, body } = await ask({ do: 'pay' })
  assert.deepEqual([status, body.allowed, body.code], [200, false, 'max_renewals'])
  assert.ok(body.reason.length > 0)
  assert.deepEqual(body.steps, body.before)
})

test('paid for another cycle it runs that much longer', async () => {
  const { ask } = await service()
  const { body } = await ask({ do: 'pay', cycle: 'quarterly' })
  assert.equal(body.expiresAt.after, '2025-07-10T12:00:00.000Z')
})

test('another policy value moves the suspension, from the service itself', async () => {
  const { ask } = await service()
  const { body } = await ask({ do: 'set_policy', policy: { suspendAfterDays: 5 } })
  const suspend = body.steps.find((step: Step) => step.step === 'suspend')
  assert.equal(suspend.at.slice(0, 10), '2025-04-15')
  assert.equal(suspend.level, 'service')
  const held = await ask({ do: 'hold', until: '2025-05-01T12:00:00Z' })
  assert.deepEqual(daysOf(held.body.steps, 'suspend'), ['2025-05-01'])
})

test('a wish that is none is refused, naming the field', async () => {
  const { ask, askMine } = await service()
  assert.equal((await ask({ do: 'add_days' })).status, 422)
  assert.equal((await ask({ do: 'dance' })).status, 422)
  const past = await ask({ do: 'hold', until: '2020-01-01T00:00:00Z' })
  assert.deepEqual([past.status, past.body.code], [200, 'date_in_past'])
  assert.equal((await askMine({ do: 'add_days', days: 7 })).status, 422)
})

test('customers read in plain words what they would keep, pay and lose', async () => {
  const { askMine } = await service()
  const paid = (await askMine({ do: 'pay' })).body
  assert.match(paid.effects[0], /paid until 10 May 2025/)
  const cancelled = (await askMine({ do: 'cancel' })).body
  assert.match(cancelled.effects.join(' '), /until 10 April 2025.*data is removed.*undo/)
  assert.deepEqual(
    cancelled.steps.map(({ step }: Step) => step),
    ['cancel'],
    'no archiving, no levels',
  )
  assert.equal(cancelled.steps[0].level, null)
  const now = (await askMine({ do: 'cancel', when: 'now' })).body
  assert.equal(now.status.after, 'cancelled')
  assert.match(now.effects.join(' '), /not given back.*cannot be undone/)
})

test('J4: another cycle says what it costs with VAT, and what paying at once brings', async () => {
  const { askMine } = await service()
  const changed = (await askMine({ do: 'change_cycle', cycle: 'quarterly' })).body
  assert.match(changed.effects.join(' '), /27\.00 \(quarterly\), €32\.40 with VAT/)
  assert.equal(changed.expiresAt.after, '2025-04-10T12:00:00.000Z')
  const paid = (await askMine({ do: 'change_cycle', cycle: 'quarterly', pay: true })).body
  assert.match(paid.effects.join(' '), /paid until 10 July 2025/)
  const unpriced = (await askMine({ do: 'change_cycle', cycle: 'annually' })).body
  assert.deepEqual([unpriced.allowed, unpriced.code], [false, 'cycle_not_priced'])
})

test('another customer’s service is not there', async () => {
  const { id } = await service()
  const other = await makeLoggedInCustomer(app)
  const url = `/api/v1/client/services/${id}/what-if`
  assert.equal((await other.client.post(url, { do: 'nothing' })).status, 404)
})
