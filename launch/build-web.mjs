import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock-file.mjs'
import { findNode, runtimeEnvironment } from './node-runtime.mjs'

const NOT_SOURCES = new Set(['node_modules', 'dist', '.vite'])

function* sourceFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_SOURCES.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sourceFiles(path)
    else if (entry.isFile()) yield path
  }
}

/** Changes when a source of the web app or the version of any package does. */
function sourceHash(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const web = join(root, 'web')
  for (const path of sourceFiles(web)) {
    hash.update(`\0${relative(web, path)}\0`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function isBuilt(root, hash) {
  const stamp = join(root, 'web', 'dist', '.source-hash')
  return (
    existsSync(join(root, 'web', 'dist', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash
  )
}

function checkWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new LaunchError(`the web app must be built, but ${folder} cannot be written to.`)
  }
}

function runVite(root) {
  const result = spawnSync(
    findNode(),
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'],
    {
      cwd: join(root, 'web'),
      env: runtimeEnvironment({ NODE_ENV: 'production', NO_COLOR: '1' }),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  throw new LaunchError(`the web app could not be built (vite ended with code ${result.status}).`)
}

/**
 * Builds `web/dist` when it is missing or older than its sources. An installation that carries
 * the built app without its sources uses it as it is.
 */
export async function buildWeb({ root, log }) {
  const web = join(root, 'web')
  if (!existsSync(join(web, 'index.html'))) return 'no sources'
  const hash = sourceHash(root)
  if (isBuilt(root, hash)) return 'unchanged'
  checkWritable(web)
  return withLock(join(root, 'node_modules', '.berth-web.lock'), async () => {
    if (isBuilt(root, hash)) return 'unchanged'
    log('building the web app')
    runVite(root)
    writeFileSync(join(web, 'dist', '.source-hash'), hash)
    return 'built'
  })
}
