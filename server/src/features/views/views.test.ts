import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'

const app = await startTestApp()
const URL = '/api/v1/admin/views'
const query = { status: 'active,suspended', metadata: ['rack', 'rack:A1'], sort: '-price' }

type Client = Awaited<ReturnType<typeof app.staff>>
const keep = (by: Client, name: string, more: object = {}) =>
  by.post(URL, { screen: 'services', name, query, ...more })
const names = async (by: Client, screen = 'services') =>
  (await by.get(`${URL}?screen=${screen}`)).body.items.map((view: { name: string }) => view.name)

test('a view keeps the query as the address has it, and its columns', async () => {
  const owner = await app.staff()
  const made = await keep(owner, 'Rack A1', { columns: ['name', 'price'] })
  assert.equal(made.status, 201)
  const { items } = (await owner.get(`${URL}?screen=services`)).body
  assert.deepEqual(items, [made.body])
  assert.deepEqual(made.body.query, query)
  assert.deepEqual(made.body.columns, ['name', 'price'])
  assert.deepEqual(
    [made.body.isMine, made.body.isShared, made.body.isDefault],
    [true, false, false],
  )
  assert.deepEqual(await names(owner, 'customers'), [])
})

test('a private view is nobody else’s; a shared one is found by all, after their own', async () => {
  const [owner, other] = [await app.staff(), await app.staff('support')]
  const hidden = (await keep(owner, 'Hidden')).body
  const shared = (await keep(owner, 'Shared by the owner', { isShared: true })).body
  await keep(other, 'Zebra')
  assert.deepEqual(await names(other), ['Zebra', 'Shared by the owner'])
  for (const change of [{ name: 'Mine' }, { isDefault: true }, {}]) {
    assert.equal((await other.patch(`${URL}/${hidden.id}`, change)).status, 404)
  }
  assert.equal((await other.delete(`${URL}/${hidden.id}`)).status, 404)
  const { items } = (await other.get(`${URL}?screen=services`)).body
  assert.deepEqual([items[1].isMine, items[1].mayChange], [false, false])
  assert.equal((await other.patch(`${URL}/${shared.id}`, { name: 'Mine' })).status, 403)
  assert.equal((await other.delete(`${URL}/${shared.id}`)).status, 403)
  await owner.patch(`${URL}/${shared.id}`, { isShared: false })
  assert.deepEqual(await names(other), ['Zebra'])
})

test('sharing needs its permission', async () => {
  const support = await app.staff('support')
  assert.equal((await keep(support, 'For all', { isShared: true })).status, 403)
  const { body } = await keep(support, 'For me')
  assert.equal((await support.patch(`${URL}/${body.id}`, { isShared: true })).status, 403)
  assert.equal((await support.patch(`${URL}/${body.id}`, { name: 'Still mine' })).status, 200)
})

test('a shared view whose owner is away can be kept in order by those who share', async () => {
  const [owner, manager] = [await app.staff(), await app.staff('manager')]
  const { body } = await keep(owner, 'Left behind', { isShared: true })
  const renamed = await manager.patch(`${URL}/${body.id}`, { name: 'Renamed' })
  assert.equal(renamed.body.name, 'Renamed')
  assert.equal((await manager.delete(`${URL}/${body.id}`)).status, 204)
})

test('a list opens with one view at most, chosen by each for themselves', async () => {
  const [owner, other] = [await app.staff(), await app.staff('support')]
  const first = (await keep(owner, 'First', { isDefault: true, isShared: true })).body
  const second = (await keep(owner, 'Second')).body
  const chosen = async (by: Client) =>
    (await by.get(`${URL}?screen=services`)).body.items
      .filter((view: { isDefault: boolean }) => view.isDefault)
      .map((view: { name: string }) => view.name)
  assert.deepEqual([await chosen(owner), await chosen(other)], [['First'], []])
  await other.patch(`${URL}/${first.id}`, { isDefault: true })
  await owner.patch(`${URL}/${second.id}`, { isDefault: true })
  assert.deepEqual([await chosen(owner), await chosen(other)], [['Second'], ['First']])
  await owner.patch(`${URL}/${second.id}`, { isDefault: false })
  assert.deepEqual(await chosen(owner), [])
  await owner.patch(`${URL}/${first.id}`, { isShared: false })
  await owner.patch(`${URL}/${first.id}`, { isShared: true })
  assert.deepEqual(await chosen(other), [])
})

test('views stand in the order that their owner gives them', async () => {
  const owner = await app.staff()
  const ids = []
  for (const name of ['one', 'two', 'three']) ids.push((await keep(owner, name)).body.id)
  const own = async () => (await names(owner)).slice(0, 3)
  assert.deepEqual(await own(), ['one', 'two', 'three'])
  await owner.patch(`${URL}/${ids[2]}`, { position: 0 })
  assert.deepEqual(await own(), ['three', 'one', 'two'])
  await owner.patch(`${URL}/${ids[2]}`, { position: 99 })
  assert.deepEqual(await own(), ['one', 'two', 'three'])
})

test('names are given once per list, whatever their case', async () => {
  const owner = await app.staff()
  await keep(owner, 'Late payers')
  const again = await keep(owner, 'late PAYERS')
  assert.deepEqual([again.status, again.body.code], [409, 'view_name_taken'])
  assert.equal(again.body.errors[0].pointer, '/name')
  const other = await keep(owner, 'Another')
  assert.equal((await owner.patch(`${URL}/${other.body.id}`, { name: 'LATE payers' })).status, 409)
  assert.equal((await keep(await app.staff(), 'Late payers')).status, 201)
})

test('what a view cannot be names its field', async () => {
  const owner = await app.staff()
  const wrong: [object, string][] = [
    [{ name: ' ' }, '/name'],
    [{ query: { status: 1 } }, '/query/status'],
    [{ screen: 'cellar' }, '/screen'],
    [{ columns: [''] }, '/columns/0'],
    [{ colour: 'red' }, '/colour'],
  ]
  for (const [change, pointer] of wrong) {
    const answer = await keep(owner, 'Wrong', change)
    assert.equal(answer.status, 422, pointer)
    assert.equal(answer.body.errors[0].pointer, pointer)
  }
})
