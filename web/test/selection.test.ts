import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayTakeAll, NOTHING, narrowedTo, toggleRow, validFor } from '../src/ui/table/selection.ts'
import { commandOf, moveCursor, shortcutsOf } from '../src/ui/table/table-keys.ts'

const PAGE = [{ id: '1' }, { id: '2' }, { id: '3' }]
const ids = (rows: { id: string }[]) => rows.map((row) => row.id)
const of = narrowedTo({ search: '', tab: 'active', filters: { type: 'none' } })

test('a row is ticked and unticked, also beside rows of another page', () => {
  const other = { of, rows: [{ id: '9' }], isAll: false }
  const ticked = toggleRow(other, { id: '2' }, PAGE)
  assert.deepEqual(ids(ticked.rows), ['9', '2'])
  assert.deepEqual(ids(toggleRow(ticked, { id: '9' }, PAGE).rows), ['2'])
})

test('a row taken out of everything leaves the rest of the page', () => {
  const rest = toggleRow({ of, rows: PAGE, isAll: true }, { id: '2' }, PAGE)
  assert.equal(rest.isAll, false)
  assert.deepEqual(ids(rest.rows), ['1', '3'])
})

test('a selection ends when the list is narrowed otherwise, not when it is sorted or paged', () => {
  const selection = { of, rows: PAGE, isAll: true }
  const same = narrowedTo({ search: '', tab: 'active', filters: { type: 'none' } })
  assert.equal(validFor(selection, same), selection)
  const others: Parameters<typeof narrowedTo>[0][] = [
    { search: 'x', tab: 'active', filters: { type: 'none' } },
    { search: '', tab: 'all', filters: { type: 'none' } },
    { search: '', tab: 'active', filters: { type: 'none', cycle: 'monthly' } },
  ]
  for (const list of others) {
    const next = validFor(selection, narrowedTo(list))
    assert.deepEqual([next.rows, next.isAll], [[], false])
  }
})

test('the order in which filters were set does not matter', () => {
  const list = { search: '', tab: null }
  assert.equal(
    narrowedTo({ ...list, filters: { a: '1', b: '2' } }),
    narrowedTo({ ...list, filters: { b: '2', a: '1' } }),
  )
})

test('all that match are offered when the whole page is ticked and more match', () => {
  const whole = { ...NOTHING, rows: PAGE }
  assert.equal(mayTakeAll(whole, PAGE, 4), true)
  assert.equal(mayTakeAll(whole, PAGE, 3), false)
  assert.equal(mayTakeAll({ ...NOTHING, rows: PAGE.slice(1) }, PAGE, 4), false)
  assert.equal(mayTakeAll(whole, [{ id: '7' }], 9), false, 'rows of another page are not this one')
})

test('a key has its command, and none together with Ctrl, Cmd or Alt', () => {
  const press = (key: string, more = {}) =>
    commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })
  assert.deepEqual(press('/'), { kind: 'search' })
  assert.deepEqual(press('j'), press('ArrowDown'))
  assert.deepEqual(press('k'), press('ArrowUp'))
  assert.equal(press('k', { ctrlKey: true }), null, 'that is the palette')
  assert.equal(press('q'), null)
})

test('the cursor enters at an end, and stops there', () => {
  const down = { kind: 'move', by: 1 } as const
  const up = { kind: 'move', by: -1 } as const
  assert.equal(moveCursor(-1, down, 3), 0)
  assert.equal(moveCursor(-1, up, 3), 2)
  assert.equal(moveCursor(2, down, 3), 2)
  assert.equal(moveCursor(0, up, 3), 0)
  assert.equal(moveCursor(1, { kind: 'edge', at: 'last' }, 3), 2)
})

test('help names only what the screen can do', () => {
  const all = shortcutsOf({ search: true, open: true, select: true, palette: true })
  assert.ok(all.some(({ what }) => what === 'select'))
  const few = shortcutsOf({ search: false, open: false, select: false, palette: false })
  assert.deepEqual(
    few.map(({ what }) => what),
    ['down', 'up', 'help'],
  )
})
