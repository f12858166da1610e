import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, NODE_FLAGS, runtimeEnvironment } from './node-runtime.mjs'
import { ROOT } from './root.mjs'
import { groupTests } from './test-groups.mjs'
import { readResult, sumResults } from './test-result.mjs'

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
    child.once('close', (code, signal) =>
      resolve({ code: code ?? signal, output: Buffer.concat(parts).toString() }),
    )
  })
}

const PROPERTY_SEED = `--import=${pathToFileURL(join(ROOT, 'launch', 'property-seed.mjs')).href}`

const hasProperties = (file) =>
  readFileSync(resolve(ROOT, file), 'utf8').includes(`from 'fast-check'`)

/** Memory is nobody's concern here: room for what is young is a tenth of the work less, and no haste. */
const ROOMY = ['--max-semi-space-size=32', '--heap-growing-percent=0']

/** One process for these files. `flags` go to `node --test` as they are. */
async function runGroup({ files, flags, env, write }) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  try {
    const path = join(folder, 'report.json')
    const { code, output } = await runQuietly(
      [
        ...[...NODE_FLAGS, ...ROOMY, ...(files.some(hasProperties) ? [PROPERTY_SEED] : [])],
        ...['--test', '--test-isolation=none'],
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        `--test-reporter=${join(ROOT, 'launch', 'result-reporter.mjs')}`,
        `--test-reporter-destination=${path}`,
        ...flags,
        ...files,
      ],
      env,
    )
    write(output)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return readResult({ report: text === '' ? null : JSON.parse(text), code, files, output })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Node's own tests, some groups at a time: one more than there are processors, as many wait.
 *
 * @param {{ files: string[], flags: string[], env: Record<string, string | undefined>,
 *   write?: (text: string) => void }} run
 */
export async function runNodeTests({
  files,
  flags,
  env,
  write = (text) => process.stdout.write(text),
}) {
  const waiting = groupTests(files)
  const results = []
  const turn = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      results.push(await runGroup({ files: group, flags, env, write }))
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism() + 1) }, turn))
  return sumResults(results)
}
