import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { DAY, HOUR, MINUTE } from '../../src/domain/instant.ts'
import { brakeHeld } from '../../src/features/automation/brake/tables.ts'
import { automationGaps, automationSteps } from '../../src/features/automation/tables.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { startTestApp } from '../app.ts'
import { payInFull } from '../factories/payment.ts'
import { makeService, readService } from '../factories/service.ts'

const at = (iso: string) => Date.parse(iso)
/** When the service expires: Thursday, 9 o'clock in Paris. */
const EXPIRY = at('2025-03-20T08:00:00Z')

/** A service that nobody pays, a minute before it is to be suspended. */
async function scene() {
  const app = await startTestApp()
  const { id } = await makeService(app, { status: 'active', expiresAt: EXPIRY, anchorDay: 20 })
  await app.travelTo(EXPIRY - MINUTE)
  const steps = async () =>
    (await app.ctx.db.select().from(automationSteps)).map(({ step }) => step.split('@')[0])
  return { app, id, steps, status: async () => (await readService(app, id)).status }
}

/** The machine stands still: when it goes on, nothing has run for so long. */
async function standStill({ app }: { app: Awaited<ReturnType<typeof startTestApp>> }, ms: number) {
  app.clock.set(app.clock.now() + ms)
  await app.settle()
}

test('an hour without a run is no gap: what fell due is done at once', async () => {
  const it = await scene()
  await standStill(it, HOUR)
  assert.equal(await it.status(), 'suspended')
  assert.deepEqual(await it.app.ctx.db.select().from(automationGaps), [])
})

test('after a day without a run the suspension waits a day, and the end its full days after it', async () => {
  const it = await scene()
  const lateAsks = await makeLateAsks(it.app)
  await standStill(it, DAY)
  await lateAsks.check()
  assert.equal(await it.status(), 'active')
  const [gap] = await it.app.ctx.db.select().from(automationGaps)
  assert.deepEqual([gap?.fromAt, gap?.toAt], [EXPIRY - MINUTE, EXPIRY - MINUTE + DAY])
  const owner = await it.app.staff()
  const { body } = await owner.get(`/api/v1/admin/services/${it.id}/next-steps`)
  const next = body.items.find(({ step }: { step: string }) => step === 'suspend')
  await it.app.travelTo(at(next.at) - MINUTE)
  assert.equal(await it.status(), 'active')
  await it.app.travelTo(at(next.at))
  assert.equal(await it.status(), 'suspended')
  assert.ok(at(next.at) >= EXPIRY - MINUTE + 2 * DAY)
  const { suspendedAt } = await readService(it.app, it.id)
  await it.app.travelTo((suspendedAt ?? 0) + 7 * DAY - MINUTE)
  assert.equal(await it.status(), 'suspended')
  await it.app.travelTo((suspendedAt ?? 0) + 10 * DAY)
  assert.equal(await it.status(), 'expired')
  assert.equal((await it.app.ctx.db.select().from(brakeHeld)).length, 0)
})

/** Two whose last moment to be asked passes within the day, one that costs something and one that does not. */
async function makeLateAsks(app: Awaited<ReturnType<typeof startTestApp>>) {
  const policy = { invoiceLeadDays: 0, renewalGraceDays: 0 }
  const expiresAt = EXPIRY + HOUR
  const made = { status: 'active' as const, expiresAt, anchorDay: 20, policy }
  const paid = await makeService(app, made)
  const free = await makeService(app, { ...made, price: 0n })
  return {
    async check() {
      const [asked] = await app.ctx.db
        .select()
        .from(renewals)
        .where(eq(renewals.serviceId, paid.id))
      assert.equal(asked?.state, 'open')
      assert.equal((await readService(app, free.id)).expiresAt, at('2025-04-20T08:00:00Z'))
      const owner = await app.staff()
      const { body } = await owner.get(`/api/v1/admin/services/${paid.id}/next-steps`)
      const next = body.items.find(({ step }: { step: string }) => step === 'suspend')
      assert.ok(at(next.at) >= app.clock.now() + 3 * DAY)
    },
  }
}

test('after ten days without a run nothing is suspended before staff have looked', async () => {
  const it = await scene()
  await standStill(it, 10 * DAY)
  await it.app.travelTo(it.app.clock.now() + 3 * DAY)
  assert.equal(await it.status(), 'active')
  const [held] = await it.app.ctx.db.select().from(brakeHeld).where(eq(brakeHeld.serviceId, it.id))
  assert.deepEqual([held?.state, held?.reason], ['held', 'clock_jump'])
  const owner = await it.app.staff()
  const answered = await owner.post('/api/v1/admin/automation/brake/approvals', {
    ...{ all: true, step: 'suspend', expectedCount: 1 },
  })
  assert.equal(answered.body.carriedOut, 1)
  await it.app.settle()
  await it.app.travelTo(it.app.clock.now() + DAY)
  assert.equal(await it.status(), 'suspended')
  const suspendedAt = (await readService(it.app, it.id)).suspendedAt ?? 0
  await it.app.travelTo(suspendedAt + 7 * DAY - MINUTE)
  assert.equal(await it.status(), 'suspended')
})

test('moved back, the automation does nothing until the clock has passed its last run', async () => {
  const it = await scene()
  const { app, id } = it
  const before = (await it.steps()).length
  const lastRun = app.clock.now()
  app.clock.set(lastRun - 2 * DAY)
  const other = await makeService(app, {
    ...{ status: 'active', anchorDay: 1, expiresAt: lastRun - DAY },
  })
  await app.settle()
  assert.equal((await it.steps()).length, before)
  assert.equal((await readService(app, other.id)).status, 'active')
  app.clock.set(lastRun + 2 * MINUTE)
  await app.settle()
  assert.ok((await it.steps()).length > before)
  assert.equal((await readService(app, id)).status, 'suspended')
})

test('moved back, what is paid or issued bears no day before the last number’s', async () => {
  const { app, id } = await scene()
  const open = async (serviceId: string) => {
    const [renewal] = await app.ctx.db
      .select()
      .from(renewals)
      .where(eq(renewals.serviceId, serviceId))
    return renewal?.documentId ?? ''
  }
  const second = await makeService(app, {
    ...{ status: 'active', expiresAt: EXPIRY + 2 * DAY, anchorDay: 22 },
  })
  const third = await makeService(app, {
    ...{ status: 'active', expiresAt: EXPIRY + 2 * DAY, anchorDay: 22 },
  })
  await app.settle()
  const ids = [await open(id), await open(second.id), await open(third.id)]
  await payInFull(app, ids[0] ?? '')
  app.clock.set(app.clock.now() - 5 * DAY)
  await payInFull(app, ids[1] ?? '')
  const owner = await app.staff()
  const issued = await owner.post(`/api/v1/admin/documents/${ids[2]}/issue`)
  assert.equal(issued.status, 200)
  const rows = await Promise.all(
    ids.map(
      async (one) => (await app.ctx.db.select().from(documents).where(eq(documents.id, one)))[0],
    ),
  )
  assert.deepEqual(
    rows.map((row) => row?.issuedOn),
    ['2025-03-20', '2025-03-20', '2025-03-20'],
  )
  assert.deepEqual(
    rows.map((row) => row?.number?.slice(-1)),
    ['1', '2', '3'],
  )
})
