import { inspect } from 'node:util'

/** Parents of what failed say nothing of their own. */
const isOwnFailure = ({ details, todo }) =>
  todo === undefined && details.error?.failureType !== 'subtestsFailed'

function describe({ name, classname, file, details: { error } }) {
  const said = error?.cause ?? error
  return {
    file,
    name: classname === undefined ? name : `${classname} › ${name}`,
    error: typeof said === 'string' ? said : inspect(said),
  }
}

/**
 * A `node --test` reporter that writes one object as JSON at the end of the run: `passed`, `failed`,
 * and `failures`, each with `file`, `name` and `error` as text. Suites are not counted, a cancelled
 * test is a failed one. What was thrown when its test was over is told as a failure of no test.
 */
export default async function* resultReporter(source) {
  const failures = []
  for await (const { type, data } of source) {
    if (type === 'test:fail' && isOwnFailure(data)) failures.push(describe(data))
    if (type === 'test:diagnostic' && /asynchronous activity/.test(data.message)) {
      failures.push({ file: data.file, name: '(after a test)', error: data.message })
    }
    if (type !== 'test:summary' || data.file !== undefined) continue
    const { passed, failed, cancelled } = data.counts
    yield JSON.stringify({ passed, failed: failed + cancelled, failures })
  }
}
