import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'

const MAY_BE_ABSENT = ['optional', 'dev', 'devOptional', 'peer']

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Whether `node_modules` holds what the lock file asks for, by npm's own record of it. Packages of
 * other platforms, and those that only development needs, may be absent.
 */
export function matchesLock(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true
    const found = installed[path]
    if (found === undefined) return MAY_BE_ABSENT.some((kind) => entry[kind])
    return found.version === entry.version && existsSync(join(root, path))
  })
}

/** The npm that runs us, else the one beside this Node, else the first on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath
  if (running && /^npm(-cli)?\.[cm]?js$/.test(basename(running)) && existsSync(running)) {
    return [process.execPath, running]
  }
  const beside = join(
    dirname(process.execPath),
    '..',
    'lib',
    'node_modules',
    'npm',
    'bin',
    'npm-cli.js',
  )
  return existsSync(beside) ? [process.execPath, beside] : ['npm']
}

function runNpm(root) {
  const [file, ...before] = npmCommand()
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const args = [...before, 'ci', '--include=dev', '--include=optional', ...quiet]
  return spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2] })
}

/**
 * Installs the packages when they are missing or the lock file has changed since. The stamp is in
 * `node_modules`, so it goes when they go.
 */
export function installPackages({ root, log }) {
  const stamp = join(root, 'node_modules', '.berth-installed')
  const lock = readFileSync(join(root, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'unchanged'
  const isComplete = matchesLock(root)
  if (!isComplete) {
    log('installing packages; this takes about a minute the first time')
    const result = runNpm(root)
    if (result.status !== 0) {
      const reason = result.error?.message ?? `npm ci ended with code ${result.status}`
      throw new LaunchError(`the packages could not be installed in ${root} (${reason}).`)
    }
  }
  writeStamp(stamp, hash)
  return isComplete ? 'verified' : 'installed'
}

/** A folder that belongs to somebody else stays as it is: the check is merely made again. */
function writeStamp(path, hash) {
  try {
    writeFileSync(path, hash)
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error
  }
}
