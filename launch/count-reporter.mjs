/**
 * A `node --test` reporter that writes one line, `{"passed":n,"failed":n}`, at the end of the run.
 * Suites are not counted, a cancelled test is a failed one.
 */
export default async function* countReporter(source) {
  for await (const event of source) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue
    const { passed, failed, cancelled } = event.data.counts
    yield JSON.stringify({ passed, failed: failed + cancelled })
  }
}
