import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changeList,
  listQuery,
  parseListAddress,
  writeListAddress,
} from '../src/ui/table/list-state.ts'
import { moveId, orderColumns } from '../src/ui/table/use-table-layout.ts'

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
