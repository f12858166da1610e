import { randomInt } from 'node:crypto'
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { findTests } from './find-tests.mjs'
import { LaunchError, reportError } from './launch-error.mjs'
import { prepare } from './prepare.mjs'
import { writeRecap } from './recap.mjs'
import { ROOT } from './root.mjs'
import { runBrowserTests } from './run-browser-tests.mjs'
import { runNodeTests } from './run-node-tests.mjs'
import { sumResults } from './test-result.mjs'

/** `npm test` runs all; `npm test -- server/src/domain e2e/order` only what these name. */
function choose(args) {
  const flags = args.filter((arg) => arg.startsWith('--'))
  const names = args.filter((arg) => !arg.startsWith('--'))
  const journeys = names.filter((name) => name.startsWith('e2e'))
  const patterns = names.filter((name) => !name.startsWith('e2e'))
  const isAll = names.length === 0
  const hasJourneys = existsSync(join(ROOT, 'e2e', 'playwright.config.ts'))
  return {
    flags,
    journeys,
    runsBrowser: hasJourneys && (isAll || journeys.length > 0),
    files: isAll || patterns.length > 0 ? findTests(ROOT, patterns) : [],
  }
}

/**
 * Properties draw from the same seed in every run, so that a commit that passed passes again;
 * `BERTH_TEST_SEED` names another, or is `random`: then the one that was drawn is printed.
 */
function drawSeed() {
  if (process.env.BERTH_TEST_SEED !== 'random') return {}
  const seed = String(randomInt(2 ** 31))
  process.stdout.write(`BERTH_TEST_SEED=${seed}\n`)
  return { BERTH_TEST_SEED: seed }
}

/** What failed, at the end, and where `BERTH_TEST_RECAP` says: for who runs several of us. */
function tell(recap) {
  process.stdout.write(recap)
  if (process.env.BERTH_TEST_RECAP) appendFileSync(process.env.BERTH_TEST_RECAP, recap)
}

async function main(args) {
  const chosen = choose(args)
  if (chosen.files.length === 0 && !chosen.runsBrowser) {
    throw new LaunchError(`no test matches ${args.join(' ')}.`)
  }
  await prepare({ web: chosen.runsBrowser })
  const { startTestDatabase } = await import('./test-database.mjs')
  const wasGiven = process.env.BERTH_TEST_PG_URL
  const url = wasGiven || (await startTestDatabase()).url
  const env = { BERTH_TEST_PG_URL: url, ...drawSeed() }
  const results = []
  if (chosen.files.length > 0) {
    results.push(await runNodeTests({ files: chosen.files, flags: chosen.flags, env }))
  }
  if (chosen.runsBrowser) results.push(await runBrowserTests({ files: chosen.journeys, env }))
  const sum = sumResults(results)
  tell(writeRecap(sum))
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`)
  if (sum.failed > 0) process.exitCode = 1
}

await main(process.argv.slice(2)).catch(reportError)
