import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skipReasons } from '../src/features/operations/many-words.ts'
import { attemptsOf, logText } from '../src/features/operations/operation-attempts.ts'
import { operationFilters, operationQuery } from '../src/features/operations/operation-list.ts'
import { remedyOf, storyOf, type Told } from '../src/features/operations/operation-story.ts'

const NOW = Date.parse('2025-03-10T03:00:00Z')
const TOLD: Told = {
  state: 'queued',
  waitsForStaff: false,
  dueAt: '2025-03-10T02:59:00Z',
  abortRequestedAt: null,
  server: { gate: { state: 'open' } },
}
const story = (told: Partial<Told>) => storyOf({ ...TOLD, ...told }, NOW).id

test('an operation is told by its state and by what happens next', () => {
  const later = '2025-03-10T03:05:00Z'
  assert.equal(story({}), 'turn')
  assert.equal(story({ dueAt: later }), 'later')
  assert.equal(story({ state: 'running' }), 'running')
  assert.equal(story({ state: 'running', abortRequestedAt: later }), 'stopping')
  assert.equal(story({ state: 'unknown', dueAt: later }), 'asking')
  assert.equal(story({ state: 'unknown', dueAt: null, waitsForStaff: true }), 'unknown')
  assert.equal(story({ state: 'failed', dueAt: later }), 'again')
  assert.equal(story({ state: 'failed', dueAt: null, waitsForStaff: true }), 'failed')
  assert.equal(story({ state: 'abandoned' }), 'abandoned')
})

test('behind a closed gate an operation is held, but not one that waits for a person', () => {
  const server = { gate: { state: 'broken' } }
  assert.equal(story({ server }), 'held')
  assert.equal(story({ server, state: 'failed' }), 'held')
  assert.equal(story({ server, state: 'unknown' }), 'held')
  assert.equal(story({ server, state: 'running' }), 'running')
  assert.equal(story({ server, state: 'failed', dueAt: null, waitsForStaff: true }), 'failed')
  assert.equal(story({ server: null }), 'turn')
})

test('every code of a module has a remedy, an unheard-of one the general', () => {
  assert.equal(remedyOf('capacity'), 'capacity')
  assert.equal(remedyOf('transient'), 'transient')
  assert.equal(remedyOf('something'), 'other')
  assert.equal(remedyOf(undefined), 'other')
})

test('the list speaks the API’s names; the tab of all narrows nothing', () => {
  const narrowed = { search: '#1042', filters: { kind: 'create', state: 'failed,unknown' } }
  assert.deepEqual(operationFilters({ ...narrowed, tab: 'open' }), {
    ...{ kind: 'create', q: '#1042', state: 'open' },
  })
  const page = { ...narrowed, tab: 'all', sort: '-createdAt', limit: 20, cursor: null }
  assert.deepEqual(operationQuery(page), {
    ...{ kind: 'create', q: '#1042', sort: '-createdAt', limit: '20' },
  })
  assert.equal(operationFilters({ ...narrowed, tab: 'failed,unknown' }).state, 'failed,unknown')
})

const line = (claim: number, message: string) => ({
  ...{ at: '2025-03-10T03:00:00.000Z', claim, level: 'info' as const, message },
  ...{ data: null, exchange: null },
})
const claim = (number: number, lines: number) => ({
  ...{ claim: number, lines, requests: 0, level: 'info' as const, message: 'done' },
  ...{ firstAt: '2025-03-10T03:00:00.000Z', lastAt: '2025-03-10T03:00:01.000Z' },
})

test('attempts are counted from one, the latest first, and say when lines are missing', () => {
  const log = [line(3, 'first'), line(7, 'second'), line(7, 'third')]
  const attempts = attemptsOf([claim(3, 40), claim(7, 2)], log)
  assert.deepEqual(
    attempts.map(({ claim: of, number, known, hasMore }) => [of, number, known.length, hasMore]),
    [
      [7, 2, 2, false],
      [3, 1, 1, true],
    ],
  )
})

test('a copied log holds what was sent and what was answered', () => {
  const exchange = {
    ...{ method: 'POST', address: 'http://x/servers', status: 503, durationMs: 12 },
    ...{ request: '{"name":"a"}', answer: 'busy' },
  }
  assert.equal(
    logText([line(1, 'Created'), { ...line(1, 'request'), exchange }]),
    [
      '2025-03-10T03:00:00.000Z info Created',
      '2025-03-10T03:00:00.000Z POST http://x/servers 503',
      '> {"name":"a"}',
      '< busy',
    ].join('\n'),
  )
})

test('reasons for leaving some out stand once, the most common first', () => {
  const skipped = [{ text: 'settled' }, { text: 'running' }, { text: 'running' }]
  assert.deepEqual(skipReasons(skipped), [
    { text: 'running', n: 2 },
    { text: 'settled', n: 1 },
  ])
})
