import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBrowserReport } from './browser-report.mjs'

const spec = (title, ...errors) => ({
  title,
  ok: errors.length === 0,
  tests: [{ results: [{ errors: errors.map((stack) => ({ message: 'short', stack })) }] }],
})

test('a report says what passed, and of what failed its file, words and errors', () => {
  const journeys = {
    title: 'order.e2e.ts',
    file: 'order.e2e.ts',
    specs: [spec('orders'), spec('pays', '\u001b[31mError: no button\u001b[39m', 'Error: closed')],
    suites: [{ title: 'on a phone', specs: [spec('pays', 'Error: too wide')] }],
  }
  const sound = { title: 'a.e2e.ts', file: 'a.e2e.ts', specs: [spec('opens')] }
  assert.deepEqual(readBrowserReport({ suites: [journeys, sound], errors: [] }), {
    passed: 2,
    failed: 2,
    failures: [
      { file: 'order.e2e.ts', name: 'pays', error: 'Error: no button\nError: closed' },
      { file: 'order.e2e.ts', name: 'on a phone › pays', error: 'Error: too wide' },
    ],
  })
})

test('an error of no test is a failure of its own', () => {
  const { passed, failed, failures } = readBrowserReport({
    suites: [],
    errors: [{ message: 'Error: no module' }],
  })
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 })
  assert.equal(failures[0].error, 'Error: no module')
})
