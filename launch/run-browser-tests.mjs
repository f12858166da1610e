import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBrowserReport } from './browser-report.mjs'
import { findNode, runtimeEnvironment } from './node-runtime.mjs'
import { ROOT } from './root.mjs'
import { readResult } from './test-result.mjs'

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
 * The journeys in the browser. The variable makes `@sparticuz/chromium` unpack the libraries that a
 * bare machine lacks.
 */
export async function runBrowserTests({ files, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  try {
    const path = join(folder, 'report.json')
    const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
    const options = ['--config', join('e2e', 'playwright.config.ts'), '--reporter=list,json']
    const code = await run([cli, 'test', ...options, ...files], {
      ...env,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      PLAYWRIGHT_JSON_OUTPUT_NAME: path,
    })
    const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
    return readResult({
      report: report && readBrowserReport(report),
      ...{ code, files: ['e2e'], output: 'no test failed' },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
