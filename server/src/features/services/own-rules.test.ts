import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import none from '@berth/module-none'
import { field, sameText } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { recordingModule } from '../../../test/recording-module.ts'
import { openOrderData, sealOrderData } from './order-data.ts'
import { serviceSchedule } from './tables.ts'

const secret = z
  .string()
  .min(8)
  .optional()
  .meta(field({ label: sameText('Password'), secret: true }))
const module = {
  ...recordingModule().module,
  orderForm: z.strictObject({ hostname: z.string().min(3), password: secret }),
}
const app = await startTestApp({ modules: [none, module] })
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string) => `/api/v1/admin/services/${id}`
const pointersOf = ({ body }: { body: { errors: { pointer: string }[] } }) =>
  body.errors.map(({ pointer }) => pointer)

async function lastEntry(id: string) {
  const { body } = await staff.get(`/api/v1/admin/history?subject=service&subjectId=${id}`)
  return body.items[0] as { kind: string; before: object; after: object }
}

const active = (more = {}) =>
  makeService(app, {
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...more,
  })

describe('a policy of its own', () => {
  test('sets some fields, inherits the others again with null, and wakes the service', async () => {
    const { id } = await active()
    const set = (body: object) => staff.post(`${url(id)}/set-policy`, body)
    await app.ctx.db.update(serviceSchedule).set({ nextAt: null, blockedOn: 'hold' })
    assert.equal((await set({ suspendAfterDays: 5, reminderDays: [2] })).status, 200)
    const [schedule] = await app.ctx.db
      .select()
      .from(serviceSchedule)
      .where(eq(serviceSchedule.serviceId, id))
    assert.deepEqual([schedule?.nextAt, schedule?.blockedOn], [app.clock.now(), null])
    const { policy } = (await staff.get(url(id))).body
    assert.deepEqual(policy.own, { suspendAfterDays: 5, reminderDays: [2] })
    assert.deepEqual([policy.values.suspendAfterDays, policy.from.suspendAfterDays], [5, 'service'])
    await set({ suspendAfterDays: null })
    assert.deepEqual((await readService(app, id)).policy, { reminderDays: [2] })
    assert.equal((await lastEntry(id)).kind, 'service.policy_set')
  })

  test('the dry run names each field, its new value and where it comes from', async () => {
    const { product } = await makeProduct(app.ctx, {
      policy: { terminateAfterDays: 3 },
    })
    const { id } = await active({ productId: product.id })
    const dry = (body: object) => staff.post(`${url(id)}/set-policy?dryRun=true`, body)
    const { body } = await dry({ terminateAfterDays: 14 })
    assert.deepEqual(body.effects, ['End: 14 (this service), was 3.'])
    assert.equal((await dry({})).body.reason.code, 'nothing_changes')
  })

  test('a value out of range names its field', async () => {
    const { id } = await active()
    const hours = { fromHour: 18, toHour: 9, weekends: true, holidays: true }
    const answer = await staff.post(`${url(id)}/set-policy`, {
      suspendAfterDays: 999,
      destructiveHours: hours,
    })
    assert.equal(answer.status, 422)
    assert.ok(pointersOf(answer).includes('/suspendAfterDays'))
    const closed = await staff.post(`${url(id)}/set-policy`, { destructiveHours: hours })
    assert.deepEqual(pointersOf(closed), ['/destructiveHours'])
  })

  test('that makes the service overdue says so and leaves 24 hours', async () => {
    const { id } = await active({
      policy: { suspendAfterDays: 30 },
      expiresAt: at('2025-03-08T08:00:00Z'),
    })
    const dry = await staff.post(`${url(id)}/set-policy?dryRun=true`, { suspendAfterDays: null })
    assert.match(dry.body.effects.join(' '), /24 hours/)
    await staff.post(`${url(id)}/set-policy`, { suspendAfterDays: null })
    assert.equal((await readService(app, id)).graceUntil, at('2025-03-11T12:00:00Z'))
  })

  test('a late renewal may be unlimited although the product limits it', async () => {
    const { product } = await makeProduct(app.ctx, {
      policy: { renewalGraceDays: 1 },
    })
    const { id } = await active({
      type: module.id,
      productId: product.id,
      expiresAt: at('2025-03-01T08:00:00Z'),
    })
    assert.equal((await staff.post(`${url(id)}/renew`)).body.code, 'grace_passed')
    await staff.post(`${url(id)}/set-policy`, { renewalGraceDays: 'unlimited' })
    assert.equal((await staff.post(`${url(id)}/renew`)).status, 200)
  })
})

describe('metadata', () => {
  const set = (id: string, metadata: object) => staff.post(`${url(id)}/set-metadata`, { metadata })

  test('known keys are checked by name, unknown ones kept', async () => {
    const { id } = await active({ metadata: { colour: 'blue' } })
    const wrong = await set(id, { max_renewals: 'many', disable_cancel: 'yes', colour: 'red' })
    assert.equal(wrong.status, 422)
    assert.deepEqual(pointersOf(wrong), ['/metadata/max_renewals', '/metadata/disable_cancel'])
    assert.match(wrong.body.errors[0].detail, /whole number/i)
    const right = await set(id, { max_renewals: '3', disable_cancel: 'true' })
    assert.deepEqual(right.body.metadata, {
      colour: 'blue',
      max_renewals: '3',
      disable_cancel: 'true',
    })
    const { body } = await staff.get(url(id))
    assert.deepEqual(
      [body.knownMetadata.max_renewals, body.knownMetadata.disable_cancel],
      [3, true],
    )
  })

  test('null removes one key, and the history has both values', async () => {
    const { id } = await active({ metadata: { a: '1', b: '2' } })
    await set(id, { a: null })
    const entry = await lastEntry(id)
    assert.deepEqual(
      [entry.kind, entry.before, entry.after],
      ['service.metadata_set', { metadata: { a: '1', b: '2' } }, { metadata: { b: '2' } }],
    )
  })

  test('the known keys are listed with their meaning, in the reader’s language', async () => {
    const { body } = await staff.get('/api/v1/admin/metadata-keys')
    assert.equal(body.items.length, 7)
    assert.ok(body.items.every(({ meaning }: { meaning: string }) => meaning.length > 10))
  })

  test('two who edit different keys at once keep each other’s', async () => {
    const { id } = await active()
    await Promise.all([set(id, { one: '1' }), set(id, { two: '2' })])
    assert.deepEqual((await readService(app, id)).metadata, { one: '1', two: '2' })
  })
})

describe('order data', () => {
  const stored = () =>
    sealOrderData(app.ctx, module.orderForm, { hostname: 'a.example', password: 'first-secret' })
  const ordered = () => makeService(app, { type: module.id, ...stored() })
  const set = (id: string, orderData: object) =>
    staff.post(`${url(id)}/set-order-data`, { orderData })

  test('is checked by the module’s form, field by field, also in the dry run', async () => {
    const { id } = await ordered()
    const wrong = { hostname: 'x', unknown: 1 }
    const answer = await set(id, wrong)
    assert.deepEqual(
      [answer.status, pointersOf(answer).sort()],
      [422, ['/orderData/hostname', '/orderData/unknown']],
    )
    const dry = await staff.post(`${url(id)}/set-order-data?dryRun=true`, { orderData: wrong })
    assert.equal(dry.status, 422)
  })

  test('secret fields are sealed, never answered, and stay when they are left out', async () => {
    const { id } = await ordered()
    assert.equal((await set(id, { hostname: 'b.example' })).status, 200)
    assert.deepEqual(openOrderData(app.ctx, module.orderForm, await readService(app, id)), {
      hostname: 'b.example',
      password: 'first-secret',
    })
    const page = await staff.get(url(id))
    assert.deepEqual(
      [page.body.orderData, page.body.orderSecrets],
      [{ hostname: 'b.example' }, ['password']],
    )
    await set(id, { hostname: 'b.example', password: 'second-secret' })
    const row = await readService(app, id)
    assert.equal(JSON.stringify([row.orderData, row.orderSecrets]).includes('second-secret'), false)
    assert.equal(openOrderData(app.ctx, module.orderForm, row).password, 'second-secret')
    assert.deepEqual((await lastEntry(id)).after, { fields: ['password'] })
    assert.equal((await set(id, { hostname: 'b.example', password: null })).status, 200)
    assert.deepEqual(openOrderData(app.ctx, module.orderForm, await readService(app, id)), {
      hostname: 'b.example',
    })
  })

  test('is found by a search for the new host name', async () => {
    const { id } = await ordered()
    await set(id, { hostname: 'needle.example' })
    assert.match((await readService(app, id)).search, /needle\.example/)
  })
})
