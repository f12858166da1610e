import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBrowserReport } from './browser-report.mjs'

const spec = (title, ...errors) => ({
  title,
  ok: errors.length === 0,
  tests: [{ results: [{ errors: errors.map((stack) => ({ message: 'short', stack })) }] }],
})

test('a report says per file what passed, and of what failed its words and errors', () => {
  const journeys = {
    title: 'order.e2e.ts',
    file: 'order.e2e.ts',
    specs: [spec('orders'), spec('pays', '\u001b[31mError: no button\u001b[39m', 'Error: closed')],
    suites: [{ title: 'on a phone', specs: [spec('pays', 'Error: too wide')] }],
  }
  const sound = { title: 'a.e2e.ts', file: 'a.e2e.ts', specs: [spec('opens')] }
  const results = readBrowserReport({ suites: [journeys, sound], errors: [] })
  const { passed, failed, ran, failures } = results.get('order.e2e.ts')
  assert.deepEqual({ passed, failed, ran }, { passed: 1, failed: 2, ran: 3 })
  assert.deepEqual(failures, [
    { file: 'order.e2e.ts', name: 'pays', error: 'Error: no button\nError: closed' },
    { file: 'order.e2e.ts', name: 'on a phone › pays', error: 'Error: too wide' },
  ])
  assert.equal(results.get('a.e2e.ts').failed, 0)
  assert.equal(results.size, 2)
})

test('an error of no test is a failure of its own', () => {
  const results = readBrowserReport({ suites: [], errors: [{ message: 'Error: no module' }] })
  const { passed, failed, failures } = results.get('e2e')
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 })
  assert.equal(failures[0].error, 'Error: no module')
})

test('no report has no files', () => {
  assert.equal(readBrowserReport(null).size, 0)
})
