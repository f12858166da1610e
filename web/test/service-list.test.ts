import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isChanged, showView, viewOf } from '../src/features/saved-views/view-state.ts'
import {
  exportAddress,
  filterQuery,
  pageQuery,
} from '../src/features/service-list/service-query.ts'
import { statusesOf, withStatusFilter } from '../src/features/service-list/status-filter.ts'
import { changeList, parseListAddress } from '../src/ui/table/list-state.ts'
import type { ListState } from '../src/ui/table/use-list-state.ts'

const LIST = {
  ...{ sort: '-createdAt', tab: 'all', filters: ['type', 'metadata'], repeated: ['metadata'] },
  names: { search: 'q', tab: 'status' },
}
const parse = (search: Record<string, unknown>) => parseListAddress(search, LIST)

const VIEW = {
  ...{ id: 'v1', screen: 'services' as const, name: 'Games', isShared: false, isMine: true },
  ...{ isDefault: false, mayChange: true, owner: { id: 's1', name: 'Ada' }, columns: null },
  query: { status: 'active', type: 'sandbox', sort: 'price' },
}

test('the filters of the list go to the API under its names', () => {
  const address = parse({ q: 'quay', status: 'active', type: 'a,b', metadata: ['eu', 'plan:x'] })
  assert.deepEqual(filterQuery(address), {
    q: 'quay',
    status: 'active',
    type: 'a,b',
    metadata: ['eu', 'plan:x'],
  })
  assert.deepEqual(filterQuery(parse({})), {})
})

test('a page adds sort, size and cursor', () => {
  const query = pageQuery(parse({ cursor: 'abc', page: '2' }))
  assert.deepEqual(query, { sort: '-createdAt', limit: '20', cursor: 'abc' })
})

test('the export has the filters and the columns on show, never the page', () => {
  const filters = filterQuery(parse({ status: 'active', metadata: ['eu', 'a:b'], cursor: 'x' }))
  const url = new URL(
    exportAddress(filters, 'price', ['name', 'price', 'cycle']),
    'http://berth.example',
  )
  assert.equal(url.pathname, '/api/v1/admin/services/export')
  assert.deepEqual(
    [...url.searchParams],
    [
      ['status', 'active'],
      ['metadata', 'eu'],
      ['metadata', 'a:b'],
      ['sort', 'price'],
      ['columns', 'name,price,currency,cycle'],
    ],
  )
})

function listOf(search: Record<string, unknown>) {
  const changes: unknown[] = []
  const address = parse(search)
  const list = {
    ...address,
    isFiltered: false,
    change: (change: unknown) => changes.push(change),
  } as unknown as ListState
  return { list: withStatusFilter(list), changes }
}

test('one status is a tab, several are a chip', () => {
  assert.deepEqual(statusesOf('all'), [])
  assert.equal(listOf({ status: 'active' }).list.filters.status, undefined)
  const several = listOf({ status: 'active,pending' }).list
  assert.equal(several.filters.status, 'active,pending')
  assert.equal(several.isFiltered, true)
})

test('the status filter moves the tab, the other filters leave it', () => {
  const { list, changes } = listOf({ status: 'active,pending', type: 'a' })
  list.setFilter('status', 'active,expired')
  list.setFilter('status', null)
  list.setFilter('type', null)
  assert.deepEqual(changes, [
    { tab: 'active,expired', filters: { type: 'a' } },
    { tab: 'all', filters: { type: 'a' } },
    { tab: 'active,pending', filters: {} },
  ])
})

test('a view keeps filters, sort and columns, not where the reader is', () => {
  const address = parse({
    ...{ status: 'active', sort: 'price', columns: 'name,price' },
    ...{ cursor: 'x', page: '3', limit: '50', view: 'v1' },
  })
  assert.deepEqual(viewOf(address, LIST), {
    query: { status: 'active', sort: 'price' },
    columns: ['name', 'price'],
  })
})

test('a view that is opened is unchanged, on any page and in any size', () => {
  const address = changeList(parse({ q: 'old' }), showView(VIEW, LIST))
  assert.equal(address.tab, 'active')
  assert.equal(address.search, '')
  assert.equal(isChanged(VIEW, address, LIST), false)
  assert.equal(isChanged(VIEW, { ...address, cursor: 'x', page: 2, limit: 100 }, LIST), false)
})

test('another filter, order, search or column changes the view', () => {
  const address = changeList(parse({}), showView(VIEW, LIST))
  for (const change of [
    { filters: {} },
    { sort: 'name' },
    { search: 'x' },
    { tab: 'all' },
    { columns: ['name'] },
  ]) {
    assert.equal(isChanged(VIEW, changeList(address, change), LIST), true, JSON.stringify(change))
  }
})

test('without a view the list is as it begins', () => {
  const address = changeList(parse({ status: 'active', view: 'v1' }), showView(null, LIST))
  assert.deepEqual([address.tab, address.view, address.columns], ['all', null, null])
})
