import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBrowserReport } from './browser-report.mjs'
import { findNode, runtimeEnvironment } from './node-runtime.mjs'
import { ROOT } from './root.mjs'
import { readResult, settleSecondRun, sumResults } from './test-result.mjs'

/** Runs a program with our output and answers its exit code. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), args, {
      cwd: ROOT,
      env: runtimeEnvironment(env),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
}

/**
 * What came of each file, and of the whole run where it broke off. The variable makes
 * `@sparticuz/chromium` unpack the libraries that a bare machine lacks.
 */
async function runOnce({ args, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  try {
    const path = join(folder, 'report.json')
    const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
    const options = ['--config', join('e2e', 'playwright.config.ts'), '--reporter=list,json']
    const code = await run([cli, 'test', ...options, ...args], {
      ...env,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      PLAYWRIGHT_JSON_OUTPUT_NAME: path,
    })
    const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
    const files = readBrowserReport(report)
    const isTold = [...files.values()].some(({ failed }) => failed > 0)
    if (code !== 0 && !isTold) {
      files.set('e2e', readResult({ report: null, code, files: ['e2e'], output: 'no test failed' }))
    }
    return files
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** So many files do not fail by chance, and each takes its minutes. */
const MOST_SECOND_RUNS = 4

/** The journeys in the browser. What failed among others runs once more alone. */
export async function runBrowserTests({ files, env }) {
  const results = await runOnce({ args: files, env })
  const failed = [...results].filter(([, { failed }]) => failed > 0)
  if (results.size > 1 && failed.length <= MOST_SECOND_RUNS) {
    for (const [file, result] of failed) {
      if (!file.endsWith('.e2e.ts')) continue
      // The pictures and traces of the first run stay.
      const args = ['--output', 'test-results/e2e-alone', `/${file.replaceAll('.', '\\.')}$`]
      const again = await runOnce({ args, env })
      results.set(file, settleSecondRun(result, sumResults([...again.values()])))
    }
  }
  return sumResults([...results.values()])
}
