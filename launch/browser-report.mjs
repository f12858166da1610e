import { stripVTControlCharacters } from 'node:util'

/** Every test of a suite and of those in it, with the words above it. */
function* testsOf(suite, words = []) {
  for (const spec of suite.specs ?? []) yield { spec, name: [...words, spec.title].join(' › ') }
  for (const inner of suite.suites ?? []) yield* testsOf(inner, [...words, inner.title])
}

const textOf = (errors) =>
  stripVTControlCharacters(errors.map((error) => error.stack ?? error.message ?? '').join('\n'))

/**
 * Reads Playwright's JSON report: the counts of its tests, and each failure with its error. What
 * failed before or after all tests is a failure of its own.
 *
 * @param {object} report
 */
export function readBrowserReport({ suites, errors }) {
  const tests = suites.flatMap((suite) =>
    [...testsOf(suite)].map((one) => ({ ...one, file: suite.file })),
  )
  const bad = tests.filter(({ spec }) => !spec.ok)
  const failures = [
    ...bad.map(({ spec, name, file }) => ({
      file,
      name,
      error: textOf(spec.tests.flatMap((test) => test.results.flatMap(({ errors }) => errors))),
    })),
    ...errors.map((error) => ({ file: 'e2e', name: '(run)', error: textOf([error]) })),
  ]
  return { passed: tests.length - bad.length, failed: failures.length, failures }
}
