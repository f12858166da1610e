import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, NODE_FLAGS, runtimeEnvironment } from './node-runtime.mjs'
import { ROOT } from './root.mjs'
import { groupTests } from './test-groups.mjs'

/** Runs a program with our output and answers its exit code. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), args, {
      cwd: ROOT,
      env: runtimeEnvironment(env),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** A run that ended badly without having counted a failure has failed all the same. */
function settle(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a process writes, kept together until it has ended: several run at once. */
function runQuietly(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), args, {
      cwd: ROOT,
      env: runtimeEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const parts = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part))
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(parts))
      resolve(code ?? 1)
    })
  })
}

const PROPERTY_SEED = `--import=${pathToFileURL(join(ROOT, 'launch', 'property-seed.mjs')).href}`

const hasProperties = (file) => readFileSync(join(ROOT, file), 'utf8').includes(`from 'fast-check'`)

/** Memory is nobody's concern here: room for what is young is a tenth of the work less, and no haste. */
const ROOMY = ['--max-semi-space-size=32', '--heap-growing-percent=0']

/** One process for these files. `flags` go to `node --test` as they are. */
function runGroup({ files, flags, env }) {
  return withReport(async (report) => {
    const code = await runQuietly(
      [
        ...[...NODE_FLAGS, ...ROOMY, ...(files.some(hasProperties) ? [PROPERTY_SEED] : [])],
        ...['--test', '--test-isolation=none'],
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        `--test-reporter=${join(ROOT, 'launch', 'count-reporter.mjs')}`,
        `--test-reporter-destination=${report}`,
        ...flags,
        ...files,
      ],
      env,
    )
    const text = existsSync(report) ? readFileSync(report, 'utf8') : ''
    return settle(text === '' ? { passed: 0, failed: 0 } : JSON.parse(text), code)
  })
}

/** Node's own tests, some groups at a time: one more than there are processors, as many wait. */
export async function runNodeTests({ files, flags, env }) {
  const waiting = groupTests(files)
  const sum = { passed: 0, failed: 0 }
  const turn = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      const { passed, failed } = await runGroup({ files: group, flags, env })
      sum.passed += passed
      sum.failed += failed
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism() + 1) }, turn))
  return sum
}

/**
 * The journeys in the browser. The variable makes @sparticuz/chromium unpack the libraries that a
 * bare machine lacks.
 */
export function runBrowserTests({ files, env }) {
  return withReport(async (report) => {
    const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
    const args = ['test', '--config', join('e2e', 'playwright.config.ts'), '--reporter=list,json']
    const code = await run([cli, ...args, ...files], {
      ...env,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    })
    if (!existsSync(report)) return settle({ passed: 0, failed: 0 }, code)
    const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'))
    return settle(
      { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length },
      code,
    )
  })
}
