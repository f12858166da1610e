import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { pointersOf, readImport, startImportApp } from '../../../test/factories/import.ts'
import { readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { mails } from '../mail/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'

const { app, recording, server, staff, customer, type, plant, row, ask, imported } =
  await startImportApp()

const servicesCount = () => app.ctx.db.$count(services)
async function placesUsed() {
  const [found] = await app.ctx.db.select().from(servers).where(eq(servers.id, server.id))
  return found?.placesUsed
}
async function documentsOf(customerId: string) {
  return (await staff.get(`/api/v1/admin/documents?customerId=${customerId}`)).body.items
}

async function historyOf(serviceId: string): Promise<string[]> {
  const { body } = await staff.get(
    `/api/v1/admin/history?subject=service&subjectId=${serviceId}&limit=50`,
  )
  return body.items.map(({ kind }: { kind: string }) => kind)
}

describe('an import', () => {
  test('I11: makes an active service, marks the resource, creates nothing, writes nobody', async () => {
    const there = plant()
    const creations = recording.callsOf('create').length
    const { state, service } = await imported(there.remoteId)
    assert.equal(state, 'done')
    const stored = await readService(app, service?.id ?? '')
    assert.equal(stored.status, 'active')
    assert.equal(stored.resource?.remoteId, there.remoteId)
    assert.equal(stored.expiresAt, Date.parse('2025-03-20T08:00:00Z'))
    assert.equal(stored.anchorDay, 20)
    assert.equal(there.key, stored.id)
    assert.equal(there.name, '', 'the mark and nothing else')
    assert.equal(recording.callsOf('create').length, creations)
    assert.deepEqual(await documentsOf(customer.id), [])
    const about = sql`${mails.serviceIds} @> ${JSON.stringify([stored.id])}::jsonb`
    assert.equal(await app.ctx.db.$count(mails, about), 0)
    assert.ok((await historyOf(stored.id)).includes('service.adopted'))
  })

  test('onto a server that staff have paused waits until calls go on', async () => {
    const url = `/api/v1/admin/servers/${server.id}`
    await staff.post(`${url}/pause`)
    const { state, service } = await imported(plant().remoteId)
    assert.equal(state, 'running')
    await staff.post(`${url}/resume`)
    await app.settle()
    assert.equal((await readService(app, service?.id ?? '')).status, 'active')
  })

  test('takes several at once, each with its own name, expiry and price', async () => {
    const places = (await placesUsed()) ?? 0
    const ids = [plant(), plant(), plant()].map(({ remoteId }) => remoteId)
    const rows = ids.map((remoteId, n) =>
      row(remoteId, {
        name: `Game ${n}`,
        price: { amount: String(500 + n), currency: 'EUR' },
        expiresAt: `2025-04-0${n + 1}T08:00:00Z`,
        notes: 'by import',
        description: 'Game server',
        maxRenewals: n,
      }),
    )
    const { body } = await ask(...rows)
    assert.equal(body.state, 'running')
    await app.settle()
    const done = await readImport(staff, body.id)
    assert.deepEqual(done.counts, { total: 3, running: 0, done: 3, undone: 0 })
    assert.equal(done.state, 'finished')
    assert.equal(await placesUsed(), places + 3)
    for (const [n, { service }] of done.rows.entries()) {
      const stored = await readService(app, service?.id ?? '')
      assert.deepEqual(
        [stored.name, stored.price, stored.maxRenewals, stored.notes, stored.description],
        [`Game ${n}`, BigInt(500 + n), n, 'by import', 'Game server'],
      )
    }
  })

  test('of a product takes its type and price, and no stock: it exists already', async () => {
    const { product } = await makeProduct(app.ctx, {
      type,
      serverGroupId: server.groupId,
      stock: 0,
      prices: { monthly: 1900n },
    })
    const there = plant()
    const { service } = await imported(there.remoteId, {
      productId: product.id,
      type: undefined,
      price: undefined,
    })
    const stored = await readService(app, service?.id ?? '')
    assert.deepEqual([stored.productId, stored.price, stored.status], [product.id, 1900n, 'active'])
  })

  test('of what is suspended there is suspended here, with the cause “other”', async () => {
    const there = plant({ suspended: true, running: false })
    const { service } = await imported(there.remoteId)
    const stored = await readService(app, service?.id ?? '')
    assert.equal(stored.status, 'suspended')
    assert.deepEqual(
      stored.suspensions.map(({ cause, by }) => [cause, by.kind]),
      [['other', 'staff']],
    )
    assert.equal(stored.suspendedAt, app.clock.now())
    assert.equal(there.suspended, true)
  })

  test('of what is only stopped there is active: the customer stopped it', async () => {
    const { service } = await imported(plant({ running: false }).remoteId)
    assert.equal(service?.status, 'active')
  })

  test('with an expiry in the past is confirmed first, and has a day before a suspension', async () => {
    const there = plant()
    const past = { expiresAt: '2025-03-01T08:00:00Z' }
    const refused = await ask(row(there.remoteId, past))
    assert.deepEqual(pointersOf(refused), ['/rows/0/expiresAt expiry_has_passed'])
    const { service } = await imported(there.remoteId, { ...past, confirmPast: true })
    const stored = await readService(app, service?.id ?? '')
    assert.deepEqual(
      [stored.status, stored.graceUntil],
      ['active', Date.parse('2025-03-11T12:00:00Z')],
    )
  })
})

describe('an import that the server refuses', () => {
  test('is undone: no service, no place, and the row says why in the provider’s words', async () => {
    const there = plant()
    const before = [await servicesCount(), await placesUsed()]
    recording.next('adopt', { kind: 'refuse', code: 'rejected', message: 'Tags are locked' })
    const { state, service, error, importId } = await imported(there.remoteId)
    assert.deepEqual([state, service], ['undone', null])
    assert.deepEqual(error, { code: 'rejected', message: 'Tags are locked' })
    assert.deepEqual([await servicesCount(), await placesUsed()], before)
    assert.equal(there.key, null)
    const { body } = await staff.get('/api/v1/admin/operations?waitsForStaff=true')
    assert.deepEqual(body.items, [], 'nobody has anything to decide')
    assert.equal((await readImport(staff, importId)).state, 'finished')
  })

  test('keeps its history, and the same resource can be imported again', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'refuse', code: 'rejected' })
    const { body } = await ask(row(there.remoteId))
    const firstId = body.rows[0].service.id
    await app.settle()
    assert.ok((await historyOf(firstId)).includes('service.import_undone'))
    const again = await imported(there.remoteId)
    assert.equal(again.state, 'done')
    assert.equal(again.service?.id, firstId, 'a mark that was left is our own')
  })

  test('of one row leaves the others alone', async () => {
    const [first, second] = [plant(), plant()]
    const { body } = await ask(row(first.remoteId), row('r-that-is-gone'), row(second.remoteId))
    await app.settle()
    const { rows } = await readImport(staff, body.id)
    assert.deepEqual(
      rows.map(({ state, error }) => [state, error?.code ?? null]),
      [
        ['done', null],
        ['undone', 'not_found'],
        ['done', null],
      ],
    )
  })

  test('because it carries another installation’s mark touches nothing there', async () => {
    const there = plant({ key: newId() })
    const adoptions = recording.callsOf('adopt').length
    const { state, error } = await imported(there.remoteId)
    assert.deepEqual([state, error?.code], ['undone', 'conflict'])
    assert.equal(recording.callsOf('adopt').length, adoptions)
  })

  test('for a while is tried again by itself', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'refuse', code: 'transient', message: 'Bad gateway' })
    const { state, service, operation, error, importId } = await imported(there.remoteId)
    assert.deepEqual([state, service?.status, operation?.state], ['running', 'pending', 'failed'])
    assert.deepEqual(error, { code: 'transient', message: 'Bad gateway' })
    await app.travelTo(app.clock.now() + 61_000)
    const [only] = (await readImport(staff, importId)).rows
    assert.deepEqual([only?.state, only?.error], ['done', null])
  })

  test('for a while is given up by staff: undone', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'refuse', code: 'transient' })
    const { operation, importId } = await imported(there.remoteId)
    const url = `/api/v1/admin/operations/${operation?.id}/abandon`
    assert.equal((await staff.post(url)).status, 200)
    const [only] = (await readImport(staff, importId)).rows
    assert.deepEqual([only?.state, only?.error?.code], ['undone', 'given_up'])
  })
})

describe('an import whose answer is lost', () => {
  test('after the work is found to be done, and not done twice', async () => {
    const there = plant()
    const before = recording.callsOf('adopt').length
    recording.next('adopt', { kind: 'throw', work: true })
    const { state } = await imported(there.remoteId)
    assert.equal(state, 'done')
    assert.equal(recording.callsOf('adopt').length, before + 1)
  })

  test('before the work is asked for again', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'hang' })
    const { state, service } = await imported(there.remoteId)
    assert.equal(state, 'done')
    assert.equal(there.key, service?.id)
  })

  test('is still ours to wait for when looking for it fails too', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'throw', work: true })
    recording.next('find', { kind: 'succeed' }, { kind: 'refuse', code: 'transient' })
    const { state, operation, importId } = await imported(there.remoteId)
    assert.deepEqual([state, operation?.state], ['running', 'unknown'])
    await app.travelTo(app.clock.now() + 301_000)
    const [only] = (await readImport(staff, importId)).rows
    assert.equal(only?.state, 'done')
  })
})

describe('while an import is under way', () => {
  test('nothing else is asked of the resource: it is not ours yet', async () => {
    const there = plant()
    recording.next('adopt', { kind: 'refuse', code: 'transient' })
    const { service } = await imported(there.remoteId)
    const url = `/api/v1/admin/services/${service?.id}`
    const { body } = await staff.get(`${url}/actions`)
    const verdict = (id: string) =>
      body.items.find((offer: { id: string }) => offer.id === id)?.reason?.code
    assert.deepEqual(
      [verdict('service.deliver'), verdict('service.terminate')],
      ['being_imported', 'being_imported'],
    )
    const answer = await staff.post(`${url}/terminate`, {
      confirm: `Import of ${there.remoteId}`,
      force: true,
    })
    assert.equal(answer.body.code, 'being_imported')
    assert.ok(recording.resources.includes(there))
    assert.equal((await staff.post(`${url}/delete`)).status, 409)
  })
})
