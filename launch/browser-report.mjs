import { stripVTControlCharacters } from 'node:util'
import { readResult } from './test-result.mjs'

/** Every test of a suite and of those in it, with the words above it. */
function* testsOf(suite, words = []) {
  for (const spec of suite.specs ?? []) yield { spec, name: [...words, spec.title].join(' › ') }
  for (const inner of suite.suites ?? []) yield* testsOf(inner, [...words, inner.title])
}

const textOf = (errors) =>
  stripVTControlCharacters(errors.map((error) => error.stack ?? error.message ?? '').join('\n'))

/**
 * Reads Playwright's JSON report: a result for each file of journeys, and one named `e2e` where
 * something failed that is no test's.
 *
 * @param {object | null} report null when there is none.
 */
export function readBrowserReport(report) {
  const results = new Map()
  for (const suite of report?.suites ?? []) {
    const tests = [...testsOf(suite)].map((one) => ({ ...one, file: suite.file }))
    const failures = tests
      .filter(({ spec }) => !spec.ok)
      .map(({ spec, name, file }) => ({
        file,
        name,
        error: textOf(spec.tests.flatMap((test) => test.results.flatMap(({ errors }) => errors))),
      }))
    const counts = { passed: tests.length - failures.length, failed: failures.length, failures }
    results.set(suite.file, readResult({ report: counts, code: 0, files: [], output: '' }))
  }
  const errors = report?.errors ?? []
  if (errors.length > 0) {
    const failures = errors.map((error) => ({ file: 'e2e', name: '(run)', error: textOf([error]) }))
    const counts = { passed: 0, failed: errors.length, failures }
    results.set('e2e', readResult({ report: counts, code: 1, files: [], output: '' }))
  }
  return results
}
