/**
 * What came of some test files.
 *
 * @typedef {{ file: string | undefined, name: string, error: string }} Failure
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {number} ran how many tests have told of themselves.
 * @property {Failure[]} failures at least one where `failed` is not 0.
 * @property {Failure[]} passedAlone what failed at first and passed when nothing ran beside it.
 */

/** @type {Result} */
const NOTHING = { passed: 0, failed: 0, ran: 0, failures: [], passedAlone: [] }

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
  const result = { ...NOTHING, passed, failed, failures, ran: passed + failed }
  if (report !== null && (code === 0 || failed > 0)) return result
  const ending = { file: files.join(', '), name: `(the run ended with ${code})`, error: output }
  return {
    ...result,
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
    sum.ran += one.ran
    sum.failures.push(...one.failures)
    sum.passedAlone.push(...one.passedAlone)
  }
  return sum
}

const isSame = (a, b) => a.file === b.file && a.name === b.name

/**
 * What counts when files that failed among others have run once more with nothing beside them: the
 * second run. One that ran fewer tests than the first proves nothing: then the first counts.
 *
 * @param {Result} first
 * @param {Result} second of the same files.
 * @returns {Result}
 */
export function settleSecondRun(first, second) {
  if (second.ran < first.ran) {
    return { ...first, failures: [...first.failures, ...second.failures] }
  }
  const passedAlone = first.failures.filter(
    (failure) => !second.failures.some((again) => isSame(again, failure)),
  )
  return { ...second, passedAlone }
}
