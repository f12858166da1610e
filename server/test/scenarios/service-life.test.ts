import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, eq } from 'drizzle-orm'
import { automationSteps } from '../../src/features/automation/tables.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { history } from '../../src/features/history/tables.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { serviceSchedule } from '../../src/features/services/tables.ts'
import { startTestApp } from '../app.ts'
import { payInFull } from '../factories/payment.ts'
import { makeService, readService } from '../factories/service.ts'

const at = (iso: string) => Date.parse(iso)

/** A fresh program at the usual moment, with one active service that expires on 20 March, 08:00 UTC. */
async function scene(options: Partial<NewService> = {}) {
  const app = await startTestApp()
  const { id } = await makeService(app, {
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...options,
  })
  const openRenewal = async () => {
    const where = and(eq(renewals.serviceId, id), eq(renewals.state, 'open'))
    return (await app.ctx.db.select().from(renewals).where(where))[0]
  }
  return { app, id, openRenewal, read: () => readService(app, id) }
}

test('the renewal’s document is made seven days ahead, not an hour earlier, and once', async () => {
  const { app, id, openRenewal } = await scene()
  await app.travelTo(at('2025-03-13T07:00:00Z'))
  assert.equal(await openRenewal(), undefined)
  await app.travelTo(at('2025-03-13T08:00:00Z'))
  const renewal = await openRenewal()
  assert.equal(renewal?.periods, 1)
  await app.travelTo(at('2025-03-19T08:00:00Z'))
  assert.equal((await openRenewal())?.id, renewal?.id)
  const all = await app.ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
  assert.equal(all.length, 1)
})

test('the history says whose rule made the renewal’s document', async () => {
  const { app, id } = await scene({ policy: { invoiceLeadDays: 9 } })
  await app.travelTo(at('2025-03-11T08:00:00Z'))
  const [entry] = await app.ctx.db
    .select()
    .from(history)
    .where(and(eq(history.subjectId, id), eq(history.kind, 'service.renewal_requested')))
  assert.deepEqual(entry?.cause, {
    ...{ kind: 'policy', step: 'invoice', rule: 'before_expiry' },
    ...{ field: 'invoiceLeadDays', value: 9, level: 'service' },
  })
})

test('two sweeps at once make one document', async () => {
  const { app, id } = await scene()
  const { automationLoop } = await import('../../src/features/automation/due.ts')
  const now = at('2025-03-13T08:00:00Z')
  app.clock.set(now)
  const loops = [automationLoop(app.ctx), automationLoop(app.ctx), automationLoop(app.ctx)]
  await Promise.all(loops.map((loop) => loop.runDue(now)))
  const all = await app.ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
  assert.equal(all.length, 1)
})

test('unpaid it is suspended at expiry in the window, and ends seven days after that', async () => {
  const { app, read, openRenewal } = await scene()
  await app.travelTo(at('2025-03-20T08:00:00Z'))
  const suspended = await read()
  assert.equal(suspended.status, 'suspended')
  assert.deepEqual(
    suspended.suspensions.map(({ cause }) => cause),
    ['overdue'],
  )
  await app.travelTo(at('2025-03-27T07:59:00Z'))
  assert.equal((await read()).status, 'suspended')
  await app.travelTo(at('2025-03-29T12:00:00Z'))
  const ended = await read()
  assert.equal(ended.status, 'expired')
  assert.equal(ended.expiresAt, at('2025-03-20T08:00:00Z'))
  assert.equal(await openRenewal(), undefined)
  const open = await app.ctx.db.select().from(documents).where(eq(documents.state, 'open'))
  assert.equal(open.length, 0)
})

test('a delay of the service’s own policy is kept to', async () => {
  const { app, read } = await scene({ policy: { suspendAfterDays: 3 } })
  await app.travelTo(at('2025-03-23T07:59:00Z'))
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-23T08:00:00Z'))
  assert.equal((await read()).status, 'suspended')
})

test('paying a suspended service renews it once and lets it run again', async () => {
  const { app, id, read, openRenewal } = await scene()
  await app.travelTo(at('2025-03-24T10:00:00Z'))
  const documentId = (await openRenewal())?.documentId ?? ''
  await payInFull(app, documentId)
  await app.settle()
  const service = await read()
  assert.equal(service.status, 'active')
  assert.equal(service.expiresAt, at('2025-04-20T07:00:00Z'))
  assert.equal(service.renewalCount, 1)
  assert.deepEqual(service.suspensions, [])
  const kinds = (
    await app.ctx.db.select().from(history).where(eq(history.subjectId, id)).orderBy(history.id)
  ).map((entry) => entry.kind)
  assert.equal(kinds.filter((kind) => kind === 'service.renewed').length, 1)
  assert.equal(kinds.filter((kind) => kind === 'service.reactivated').length, 1)
})

test('a staff cause outlives a payment, and the automation ends nothing that carries one', async () => {
  const { app, id, read, openRenewal } = await scene()
  const staff = await app.staff()
  await app.travelTo(at('2025-03-21T10:00:00Z'))
  await staff.post(`/api/v1/admin/services/${id}/suspend`, { cause: 'abuse' })
  await app.travelTo(at('2025-04-05T10:00:00Z'))
  assert.equal((await read()).status, 'suspended')
  await payInFull(app, (await openRenewal())?.documentId ?? '')
  await app.settle()
  const service = await read()
  assert.equal(service.status, 'suspended')
  assert.deepEqual(
    service.suspensions.map(({ cause }) => cause),
    ['abuse'],
  )
})

test('a hold stops suspension until its date', async () => {
  const { app, id, read } = await scene()
  const staff = await app.staff()
  await staff.post(`/api/v1/admin/services/${id}/hold`, { until: '2025-03-25T10:00:00Z' })
  await app.travelTo(at('2025-03-24T10:00:00Z'))
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-25T12:00:00Z'))
  assert.equal((await read()).status, 'suspended')
})

test('a scheduled cancellation is neither invoiced nor reminded, and carried out at expiry', async () => {
  const { app, id, read, openRenewal } = await scene()
  const staff = await app.staff()
  await staff.post(`/api/v1/admin/services/${id}/cancel`, { when: 'end_of_period' })
  await app.travelTo(at('2025-03-20T07:59:00Z'))
  assert.equal(await openRenewal(), undefined)
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-20T08:00:00Z'))
  assert.equal((await read()).status, 'cancelled')
  const steps = await app.ctx.db
    .select()
    .from(automationSteps)
    .where(eq(automationSteps.serviceId, id))
  assert.ok(steps.every(({ step }) => !step.startsWith('remind') && step !== 'invoice'))
})

test('a service that may not renew is not invoiced; its cause is the end of its term', async () => {
  const { app, read, openRenewal } = await scene({ maxRenewals: 0 })
  await app.travelTo(at('2025-03-20T12:00:00Z'))
  assert.equal(await openRenewal(), undefined)
  assert.deepEqual(
    (await read()).suspensions.map(({ cause }) => cause),
    ['term_ended'],
  )
})

test('a onetime service is left alone for five years', async () => {
  const { app, read } = await scene({ cycle: 'onetime', expiresAt: null, anchorDay: null })
  await app.travelTo(at('2030-03-10T12:00:00Z'))
  assert.equal((await read()).status, 'active')
})

test('switched off by metadata, nothing is suspended and so nothing ends', async () => {
  const { app, read } = await scene({ metadata: { disable_auto_suspend: 'true' } })
  await app.travelTo(at('2025-05-10T12:00:00Z'))
  assert.equal((await read()).status, 'active')
})

test('ended services leave the default lists after ninety days', async () => {
  const { app, id, read } = await scene()
  await app.travelTo(at('2025-07-01T12:00:00Z'))
  assert.notEqual((await read()).archivedAt, null)
  const staff = await app.staff()
  const list = async (query: string) => (await staff.get(`/api/v1/admin/services?${query}`)).body
  assert.equal((await list('')).items.length, 0)
  assert.equal((await list('archived=with')).items[0].id, id)
})

test('no sweep for most of a day moves what fell into it to a day after', async () => {
  const { app, read } = await scene()
  await app.travelTo(at('2025-03-19T20:00:00Z'))
  app.clock.set(at('2025-03-20T14:00:00Z'))
  await app.settle()
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-21T15:00:00Z'))
  assert.equal((await read()).status, 'suspended')
})

test('with the clock moved back nothing is done until it has caught up', async () => {
  const { app, openRenewal } = await scene()
  await app.travelTo(at('2025-03-12T12:00:00Z'))
  app.clock.set(at('2025-03-11T12:00:00Z'))
  const staffWake = makeService(app, { status: 'active', expiresAt: at('2025-03-11T08:00:00Z') })
  await staffWake
  await app.settle()
  assert.equal(await openRenewal(), undefined)
  const [row] = await app.ctx.db
    .select()
    .from(serviceSchedule)
    .where(eq(serviceSchedule.serviceId, (await staffWake).id))
  assert.equal(row?.decidedAt, null)
})

test('the page says what happens next, when and why', async () => {
  const { app, id } = await scene()
  const staff = await app.staff()
  const { body } = await staff.get(`/api/v1/admin/services/${id}/next-steps`)
  assert.equal(body.items[0].step, 'invoice')
  assert.equal(body.items[0].at, '2025-03-13T08:00:00.000Z')
  assert.match(body.items[0].because, /7 days before expiry/)
})

test('a change of the rules reaches every service at once', async () => {
  const { app, id, openRenewal } = await scene()
  const staff = await app.staff()
  await app.settle()
  const put = await staff.put('/api/v1/admin/settings/services', {
    version: 0,
    values: { policy: { invoiceLeadDays: 14 }, holidays: [] },
  })
  assert.equal(put.status, 200)
  await app.settle()
  assert.notEqual(await openRenewal(), undefined)
  const { body } = await staff.get(`/api/v1/admin/services/${id}/next-steps`)
  assert.notEqual(body.items[0].step, 'invoice')
})
