import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDriftApp } from '../../../test/factories/drift.ts'
import { newId } from '../../platform/ids.ts'

const { app, staff, server, provider, delivered, look, open, resource, behind } =
  await startDriftApp()
const URL = '/api/v1/admin/drift/batches'
const there = (id: string) => provider.state.resources.get(id)
async function plan(body: object) {
  const made = await staff.post(URL, body)
  assert.equal(made.status, 202, JSON.stringify(made.body))
  await app.settle()
  return (await staff.get(`${URL}/${made.body.id}`)).body
}
const read = async ({ id }: { id: string }) => (await staff.get(`${URL}/${id}`)).body
const rowsOf = async ({ id }: { id: string }, query = '') =>
  (await staff.get(`${URL}/${id}/rows${query}`)).body.items

test('many are brought to the books: previewed, confirmed, each row on its own', async () => {
  const made = [await delivered(), await delivered(), await delivered()]
  for (const service of made) behind(service, { suspended: true, running: false })
  const stray = resource()
  await look()
  const all = await open()
  const ids = all.map(({ id }: { id: string }) => id)
  const planned = await plan({ action: 'drift.fix_server', select: { ids: [...ids, newId()] } })
  assert.deepEqual(
    [planned.state, planned.counts.willDo, planned.counts.skipped],
    ['planned', 3, 1],
  )
  assert.equal(planned.skips[0].code, 'drift_delete_instead')
  assert.equal(there(made[0]?.resource?.remoteId ?? '')?.suspended, true, 'a preview does nothing')
  const [row] = await rowsOf(planned, '?state=willDo')
  assert.match(row.effects[0], /asked to let it run again/)

  const other = await app.staff()
  const confirm = `${URL}/${planned.id}/confirm`
  const answers = await Promise.all([staff.post(confirm), other.post(confirm)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409])
  await app.settle()
  const done = await read(planned)
  assert.deepEqual([done.state, done.counts.done, done.counts.skipped], ['finished', 3, 1])
  for (const { resource: own } of made) assert.equal(there(own?.remoteId ?? '')?.suspended, false)
  const rows = await rowsOf(planned, '?state=done')
  assert.deepEqual(
    rows.map((one: { driftState: string }) => one.driftState),
    ['fixed', 'fixed', 'fixed'],
  )
  assert.ok(there(stray.id))
})

test('all that match the filters are those that the inbox shows with them; the list is frozen', async () => {
  const strays = [resource({ name: 'frozen one' }), resource({ name: 'frozen two' })]
  await look()
  const filters = { kind: 'orphan_resource', serverId: server.id, state: 'open', q: 'frozen' }
  const planned = await plan({
    action: 'drift.ignore',
    select: { filters },
    input: { note: 'ours' },
  })
  const late = resource({ name: 'frozen late' })
  await look()
  await staff.post(`${URL}/${planned.id}/confirm`)
  await app.settle()
  const { body } = await staff.get('/api/v1/admin/drift?state=ignored&q=frozen')
  const ids = body.items.map(({ remoteId }: { remoteId: string }) => remoteId)
  assert.deepEqual(ids.sort(), strays.map(({ id }) => id).sort())
  assert.equal((await open({ q: late.id })).length, 1)
})

test('removing many asks for their number, and passes over what is not ours', async () => {
  const strays = [resource({ name: 'mass' }), resource({ name: 'mass' })]
  const theirs = resource({ name: 'mass', key: newId() })
  await look()
  const select = { filters: { q: 'mass', state: 'open' } }
  const planned = await plan({ action: 'drift.delete_there', select })
  assert.equal(planned.typedConfirmation, true)
  assert.deepEqual([planned.counts.willDo, planned.counts.skipped], [2, 1])
  assert.equal(planned.skips[0].code, 'drift_other_installation')
  const confirm = `${URL}/${planned.id}/confirm`
  for (const typed of [{}, { typedCount: 3 }]) {
    const refused = await staff.post(confirm, typed)
    assert.deepEqual([refused.status, refused.body.code], [422, 'drift_count_to_confirm'])
  }
  assert.equal((await staff.post(confirm, { typedCount: 2 })).status, 202)
  await app.settle()
  for (const { id } of strays) assert.equal(there(id), undefined)
  assert.ok(there(theirs.id))
  const rows = await rowsOf(planned, '?state=done')
  assert.ok(rows.every((row: { driftState: string }) => row.driftState === 'fixed'))
})

test('a batch needs the right of its action; what is discarded has done nothing', async () => {
  const stray = resource()
  await look()
  const [row] = await open({ q: stray.id })
  const select = { ids: [row.id] }
  const support = await app.staff('support')
  const wanted = { action: 'drift.ignore', select }
  assert.equal((await support.post(URL, wanted)).status, 403)
  const planned = await plan(wanted)
  assert.equal((await support.post(`${URL}/${planned.id}/confirm`)).status, 403)
  assert.equal((await staff.post(`${URL}/${planned.id}/discard`)).body.state, 'cancelled')
  const late = await staff.post(`${URL}/${planned.id}/confirm`)
  assert.equal(late.body.code, 'batch_not_planned')
  assert.equal((await open({ q: stray.id }))[0].state, 'open')
  assert.equal((await staff.get(`${URL}/${newId()}`)).status, 404)
  const { body } = await staff.get(URL)
  assert.equal(body.items[0].id, planned.id)
})

test('what is wrong with a batch is named by its field', async () => {
  const select = { ids: [newId()] }
  const cases: [object, string][] = [
    [{ action: 'drift.import', select }, '/action'],
    [{ action: 'drift.ignore', select }, '/select'],
    [{ action: 'drift.ignore', input: { until: 'soon' }, select }, '/input/until'],
    [{ action: 'drift.fix_books', input: { cause: 'overdue' }, select }, '/input/cause'],
  ]
  for (const [body, pointer] of cases) {
    const refused = await staff.post(URL, body)
    assert.equal(refused.status, 422)
    assert.equal(refused.body.errors[0].pointer, pointer)
  }
})
