import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  choiceOf,
  moveId,
  orderColumns,
  shownIds,
  toggleColumn,
} from '../src/ui/table/column-choice.ts'
import {
  changeList,
  linesOf,
  listQuery,
  mergeFilters,
  parseListAddress,
  writeListAddress,
} from '../src/ui/table/list-state.ts'

const DEFAULTS = { sort: '-createdAt', tab: 'all', filters: ['status', 'customerId'] }
const parse = (search: Record<string, unknown>) => parseListAddress(search, DEFAULTS)

test('an empty address is the list as it begins, and is written as nothing', () => {
  const address = parse({})
  assert.equal(address.sort, '-createdAt')
  assert.equal(address.limit, 20)
  assert.equal(address.page, 1)
  assert.deepEqual(writeListAddress(address, DEFAULTS), {})
})

test('what is written is read again', () => {
  const address = parse({
    search: 'élodie',
    tab: 'active',
    status: 'suspended',
    sort: 'price',
    limit: '50',
    cursor: 'abc',
    page: '3',
  })
  assert.deepEqual(parse(writeListAddress(address, DEFAULTS)), address)
})

test('an address that makes no sense falls back', () => {
  const address = parse({ limit: '100000', page: '-4', cursor: 'abc', unknown: 'x', sort: 7 })
  assert.equal(address.limit, 20)
  assert.equal(address.page, 2, 'with a cursor it cannot be the first page')
  assert.equal(address.sort, '-createdAt')
  assert.deepEqual(address.filters, {})
})

test('a page number without a cursor is the first page', () => {
  assert.equal(parse({ page: '9' }).page, 1)
})

test('another filter, sort or search begins again at the first page', () => {
  const third = parse({ cursor: 'abc', page: '3', status: 'active' })
  for (const change of [
    { search: 'x' },
    { sort: 'price' },
    { filters: { status: 'pending' } },
    { limit: 50 },
  ]) {
    const next = changeList(third, change)
    assert.equal(next.cursor, null)
    assert.equal(next.page, 1)
  }
})

test('an emptied filter leaves the address', () => {
  const next = changeList(parse({ status: 'active', customerId: '1' }), {
    filters: { status: '', customerId: '1' },
  })
  assert.deepEqual(writeListAddress(next, DEFAULTS), { customerId: '1' })
})

test('parameters of other parts of the page are kept', () => {
  assert.deepEqual(writeListAddress(parse({}), DEFAULTS, { panel: 'log', search: 'old' }), {
    panel: 'log',
  })
})

test('the query carries filters, sort, page size and cursor, but not the tab or the page number', () => {
  const query = listQuery(
    parse({ tab: 'active', status: 'active', cursor: 'abc', page: '2', search: 'x' }),
  )
  assert.deepEqual(query, {
    status: 'active',
    search: 'x',
    sort: '-createdAt',
    limit: '20',
    cursor: 'abc',
  })
})

test('columns keep the chosen order; new ones follow', () => {
  const columns = [{ id: 'a' }, { id: 'b' }, { id: 'new' }]
  assert.deepEqual(
    orderColumns(columns, ['b', 'gone', 'a']).map((one) => one.id),
    ['b', 'a', 'new'],
  )
})

test('a column moves one place and stops at the edge', () => {
  assert.deepEqual(moveId(['a', 'b', 'c'], 'c', -1), ['a', 'c', 'b'])
  assert.deepEqual(moveId(['a', 'b', 'c'], 'a', -1), ['a', 'b', 'c'])
  assert.deepEqual(moveId(['a', 'b', 'c'], 'nowhere', 1), ['a', 'b', 'c'])
})

const NAMED = {
  ...{ sort: '-createdAt', tab: 'all', filters: ['metadata', 'type'] },
  ...{ repeated: ['metadata'], names: { search: 'q', tab: 'status' } },
}

test('search and tab may have the names of the API', () => {
  const address = parseListAddress({ q: 'quay', status: 'active', search: 'other' }, NAMED)
  assert.equal(address.search, 'quay')
  assert.equal(address.tab, 'active')
  assert.deepEqual(writeListAddress(address, NAMED, { search: 'other' }), {
    q: 'quay',
    status: 'active',
    search: 'other',
  })
})

test('a repeated filter keeps all its values, also those with commas', () => {
  const search = { metadata: ['plan:a,b', 'eu'], type: 'sandbox' }
  const address = parseListAddress(search, NAMED)
  assert.deepEqual(linesOf(address.filters.metadata), ['plan:a,b', 'eu'])
  assert.deepEqual(writeListAddress(address, NAMED), search)
  const one = parseListAddress({ metadata: 'eu' }, NAMED)
  assert.deepEqual(writeListAddress(one, NAMED), { metadata: 'eu' })
})

test('a filter that may not be repeated takes no list', () => {
  assert.deepEqual(parseListAddress({ type: ['a', 'b'] }, NAMED).filters, {})
})

test('columns and view stand in the address and survive another filter', () => {
  const address = parse({ columns: 'name,price', view: 'v1' })
  assert.deepEqual(address.columns, ['name', 'price'])
  const next = changeList(address, { filters: { status: 'active' } })
  assert.deepEqual(writeListAddress(next, DEFAULTS), {
    status: 'active',
    columns: 'name,price',
    view: 'v1',
  })
})

test('filters change several at once, and an empty one is gone', () => {
  const filters = mergeFilters({ status: 'active', from: '1' }, { from: null, to: '2' })
  assert.deepEqual(filters, { status: 'active', to: '2' })
})

const COLUMNS = [{ id: 'name', isMain: true }, { id: 'a' }, { id: 'b', isHiddenAtFirst: true }]

test('the address decides the columns before the habit of the device', () => {
  const habit = { order: ['b', 'a', 'name'], hidden: ['a'] }
  assert.deepEqual(shownIds(COLUMNS, choiceOf(COLUMNS, null, null)), ['name', 'a'])
  assert.deepEqual(shownIds(COLUMNS, choiceOf(COLUMNS, null, habit)), ['b', 'name'])
  assert.deepEqual(shownIds(COLUMNS, choiceOf(COLUMNS, ['a', 'name'], habit)), ['a', 'name'])
})

test('a column is hidden and shown again at its place; the main one stays', () => {
  const first = choiceOf(COLUMNS, null, null)
  const hidden = toggleColumn(first, 'a')
  assert.deepEqual(shownIds(COLUMNS, hidden), ['name'])
  assert.deepEqual(shownIds(COLUMNS, toggleColumn(hidden, 'a')), ['name', 'a'])
  assert.deepEqual(shownIds(COLUMNS, toggleColumn(first, 'name')), ['name', 'a'])
})
