import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveBatch, planBatch, readBatch, rowsOf, runBatch } from '../../../test/factories/batch.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { startRecordingApp } from '../../../test/factories/operation.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { DAY } from '../../domain/instant.ts'
import { bulkActions } from './bulk-actions.ts'

const { app, recording, delivered, service, server } = await startRecordingApp()
const staff = await app.staff()

let serial = 0
const next = () => `service ${++serial}`
const live = () => delivered({ name: next() })

/** An action of a staff member on one service. */
async function act(id: string, verb: string, input: Record<string, unknown> = {}) {
  const answer = await staff.post(`/api/v1/admin/services/${id}/${verb}`, input)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  await app.settle()
}

async function suspended() {
  const made = await live()
  await act(made.id, 'suspend', { cause: 'request' })
  return made
}

async function ended() {
  const made = await live()
  await act(made.id, 'terminate', { confirm: made.name })
  return made
}

async function scheduled() {
  const made = await live()
  await act(made.id, 'cancel', { when: 'end_of_period' })
  return made
}

async function held() {
  const made = await live()
  await act(made.id, 'hold', { until: null })
  return made
}

const NEW_PRICE = { from: '2025-05-01T00:00:00Z', includeOwnPrices: true }

/** A service of a product that costs more than the service does. */
async function cheaper() {
  const ofServer = { type: 'recording', serverGroupId: server.groupId }
  const { product } = await makeProduct(app.ctx, { ...ofServer, prices: { monthly: 1500n } })
  return delivered({ name: next(), productId: product.id })
}

async function announced() {
  const made = await cheaper()
  await act(made.id, 'apply-price', NEW_PRICE)
  return made
}

type Made = { id: string; name: string }
type Row = Awaited<ReturnType<typeof readService>>

interface BulkCase {
  input?: Record<string, unknown>
  can(): Promise<Made>
  cannot(): Promise<Made>
  /** Code of the refusal. */
  because: string
  /** What the module is asked, where it is. */
  member?: string
  isDone(row: Row): boolean
}

const CASES: Record<string, BulkCase> = {
  'service.suspend': {
    input: { cause: 'abuse' },
    can: live,
    cannot: ended,
    because: 'wrong_status',
    member: 'suspend',
    isDone: (row) => row.status === 'suspended' && row.suspensions[0]?.cause === 'abuse',
  },
  'service.unsuspend': {
    can: suspended,
    cannot: live,
    because: 'wrong_status',
    member: 'unsuspend',
    isDone: (row) => row.status === 'active' && row.suspensions.length === 0,
  },
  'service.cancel': {
    input: { when: 'now' },
    can: live,
    cannot: ended,
    because: 'wrong_status',
    member: 'terminate',
    isDone: (row) => row.status === 'cancelled',
  },
  'service.terminate': {
    can: live,
    cannot: ended,
    because: 'wrong_status',
    member: 'terminate',
    isDone: (row) => row.status === 'terminated',
  },
  'service.deliver': {
    can: () => service({ name: next() }),
    cannot: live,
    because: 'wrong_status',
    member: 'create',
    isDone: (row) => row.status === 'active',
  },
  'service.redeliver': {
    can: live,
    cannot: () => service({ name: next() }),
    because: 'wrong_status',
    member: 'create',
    isDone: (row) => row.status === 'active',
  },
  'service.add_days': {
    input: { days: 7 },
    can: live,
    cannot: () => delivered({ name: next(), cycle: 'onetime' }),
    because: 'no_expiry',
    isDone: (row) => row.expiresAt === Date.parse('2025-04-17T11:00:00Z'),
  },
  'service.subtract_days': {
    input: { days: 3 },
    can: live,
    cannot: () => delivered({ name: next(), cycle: 'free', price: 0n, initialPrice: 0n }),
    because: 'no_expiry',
    isDone: (row) => row.expiresAt === Date.parse('2025-04-07T11:00:00Z'),
  },
  'service.set_policy': {
    input: { suspendAfterDays: 9, minNoticeDays: null },
    can: live,
    cannot: ended,
    because: 'already_ended',
    isDone: (row) => row.policy.suspendAfterDays === 9,
  },
  'service.apply_price': {
    input: NEW_PRICE,
    can: cheaper,
    cannot: live,
    because: 'no_product_price',
    isDone: (row) => row.plannedPrice?.amount === '1500' && row.price === 1000n,
  },
  'service.undo_price_change': {
    can: announced,
    cannot: cheaper,
    because: 'no_price_planned',
    isDone: (row) => row.plannedPrice === null,
  },
  'service.hold': {
    input: { until: '2025-05-01T00:00:00Z', reason: 'a promise' },
    can: live,
    cannot: ended,
    because: 'already_ended',
    isDone: (row) => row.holdUntil === Date.parse('2025-05-01T00:00:00Z'),
  },
  'service.release': {
    can: held,
    cannot: live,
    because: 'not_held',
    isDone: (row) => !row.heldForever,
  },
  'service.undo_cancellation': {
    can: scheduled,
    cannot: live,
    because: 'not_scheduled',
    isDone: (row) => row.cancellationRequestedAt === null,
  },
  'service.renew': {
    can: live,
    cannot: () => delivered({ name: next(), cycle: 'onetime' }),
    because: 'cycle_does_not_renew',
    isDone: () => true,
  },
  'service.withdraw_renewal': {
    async can() {
      const made = await live()
      await act(made.id, 'renew')
      return made
    },
    cannot: live,
    because: 'no_open_renewal',
    isDone: () => true,
  },
  'service.set_auto_pay': {
    input: { methodId: null, useCredit: true },
    can: live,
    cannot: ended,
    because: 'already_ended',
    isDone: (row) => row.autoPay && row.autoPayCredit,
  },
  'service.stop_auto_pay': {
    async can() {
      const made = await live()
      await act(made.id, 'set-auto-pay', { useCredit: true })
      return made
    },
    cannot: live,
    because: 'auto_pay_is_off',
    isDone: (row) => !row.autoPay,
  },
  'service.pause_automation': {
    async can() {
      const made = await live()
      await act(made.id, 'resume-automation')
      return made
    },
    cannot: live,
    because: 'already_requested',
    isDone: (row) => row.automationPaused,
  },
  'service.resume_automation': {
    can: live,
    async cannot() {
      const made = await live()
      await act(made.id, 'resume-automation')
      return made
    },
    because: 'not_held',
    isDone: (row) => !row.automationPaused,
  },
}

for (const [action, { input = {}, can, cannot, because, member, isDone }] of Object.entries(
  CASES,
)) {
  test(`${action}: done where it can be, skipped with the reason where it cannot`, async () => {
    const [first, second, not] = [await can(), await can(), await cannot()]
    const ids = [first.id, second.id, not.id]
    const planned = await planBatch(app, staff, { action, input, select: { ids } })
    assert.deepEqual([planned.counts.willDo, planned.counts.skipped], [2, 1])
    assert.equal(planned.summary.skips[0].code, because)
    if (member) {
      recording.next(member, { kind: 'refuse', code: 'rejected', message: 'the provider says no' })
    }
    const count = planned.typedConfirmation ? { count: 2 } : {}
    await moveBatch(staff, planned.id, 'confirm', count)
    await app.settle()
    const { state, counts } = await readBatch(staff, planned.id)
    assert.equal(state, 'finished')
    assert.deepEqual([counts.done, counts.failed, counts.skipped], member ? [1, 1, 1] : [2, 0, 1])
    const rows = await rowsOf(staff, planned.id)
    assert.equal(rows.get(not.name)?.reason?.code, because)
    for (const { id, name } of [first, second]) {
      const row = rows.get(name)
      const stored = await readService(app, id)
      if (row?.state === 'done') assert.ok(isDone(stored), `${name} is done`)
      else assert.deepEqual([row?.state, row?.error], ['failed', 'the provider says no'])
    }
  })
}

test('service.delete: services that have not ended must be terminated first', async () => {
  const [gone, alive] = [await ended(), await live()]
  const select = { ids: [gone.id, alive.id] }
  const batch = await runBatch(app, staff, { action: 'service.delete', select })
  const rows = await rowsOf(staff, batch.id)
  assert.equal(rows.get(gone.name)?.state, 'done')
  assert.equal(rows.get(alive.name)?.reason?.text, 'Terminate the service first.')
  await assert.rejects(readService(app, gone.id))
  assert.equal(batch.state, 'finished')
})

test('every bulk action is tested with a service that can and one that cannot', () => {
  const tested = [...Object.keys(CASES), 'service.delete']
  assert.deepEqual([...bulkActions.keys()].sort(), tested.sort())
})

test('what cannot be brought back asks for the number of services, typed', async () => {
  const { id } = await live()
  for (const action of ['service.terminate', 'service.redeliver']) {
    const planned = await planBatch(app, staff, { action, select: { ids: [id] } })
    for (const input of [{}, { count: 2 }]) {
      const refused = await staff.post(`/api/v1/admin/batches/${planned.id}/confirm`, input)
      assert.equal(refused.status, 422)
      assert.equal(refused.body.errors[0].pointer, '/count')
    }
    await moveBatch(staff, planned.id, 'discard')
  }
})

test('money that was paid and never delivered needs a word, and the preview says so', async () => {
  const made = await service({ name: next(), paidAt: app.clock.now() - DAY })
  const select = { ids: [made.id] }
  const action = 'service.cancel'
  const unsaid = await planBatch(app, staff, { action, input: { when: 'now' }, select })
  assert.equal(unsaid.summary.skips[0].code, 'paid_choice_needed')
  const input = { when: 'now', paid: 'keep' }
  assert.equal((await runBatch(app, staff, { action, input, select })).counts.done, 1)
})

test('renew: all of a customer on one document, in one mail of the day', async () => {
  const { customer } = await makeCustomer(app)
  const { customer: other } = await makeCustomer(app)
  const own = (customerId: string) =>
    makeService(app, {
      ...{ customerId, status: 'active', name: next() },
      expiresAt: app.clock.now() + 20 * DAY,
      anchorDay: 15,
    })
  const made = [await own(customer.id), await own(customer.id), await own(other.id)]
  const select = { ids: made.map(({ id }) => id) }
  const input = { document: 'one_per_customer' }
  const planned = await planBatch(app, staff, { action: 'service.renew', input, select })
  assert.deepEqual(planned.summary.money, [{ currency: 'EUR', amount: '3000', n: 3 }])
  await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  const lists = await Promise.all(
    [customer, other].map(({ id }) => staff.get(`/api/v1/admin/documents?customerId=${id}`)),
  )
  assert.deepEqual(
    lists.flatMap(({ body }) => body.items.map((document: { net: unknown }) => document.net))
      .length,
    2,
  )
  await app.travelTo(app.clock.now() + DAY)
  const { body } = await staff.get(`/api/v1/admin/mails?customerId=${customer.id}`)
  assert.deepEqual(
    body.items.map((mail: { template: string }) => mail.template),
    ['digest'],
  )
})
