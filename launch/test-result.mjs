/**
 * What came of some test files.
 *
 * @typedef {{ file: string | undefined, name: string, error: string }} Failure
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {Failure[]} failures at least one where `failed` is not 0.
 */

/** @type {Result} */
const NOTHING = { passed: 0, failed: 0, failures: [] }

/**
 * What a run has to say. One that ended badly without having counted a failure, or that left no
 * report, has failed all the same.
 *
 * @param {{ report: { passed: number, failed: number, failures: Failure[] } | null,
 *   code: number | string, files: string[], output: string }} run
 * @returns {Result}
 */
export function readResult({ report, code, files, output }) {
  const { passed, failed, failures } = report ?? NOTHING
  if (report !== null && (code === 0 || failed > 0)) return { passed, failed, failures }
  const ending = { file: files.join(', '), name: `(the run ended with ${code})`, error: output }
  return {
    passed,
    failed: Math.max(1, failed),
    failures: failures.length > 0 ? failures : [ending],
  }
}

/** @param {Result[]} results */
export function sumResults(results) {
  const sum = structuredClone(NOTHING)
  for (const one of results) {
    sum.passed += one.passed
    sum.failed += one.failed
    sum.failures.push(...one.failures)
  }
  return sum
}
