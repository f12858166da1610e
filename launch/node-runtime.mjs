import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LaunchError } from './launch-error.mjs'
import { ROOT } from './root.mjs'

/** Whether a Node of this version runs TypeScript files without a flag. */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 23) return minor >= 6
  return major > 23
}

/** The Node that runs Berth: this one when it is new enough, else the one that npm brought. */
export function findNode() {
  if (runsTypeScript(process.version)) return process.execPath
  const folder = `node-${process.platform}-${process.arch}`
  const brought = join(ROOT, 'node_modules', folder, 'bin', 'node')
  if (existsSync(brought)) return brought
  throw new LaunchError(`Node 22.18 or newer is needed and this is ${process.version}.`)
}

/**
 * How our TypeScript is run: quick to start, with a young generation in which most of a chunk of the
 * automation dies before it is copied twice, and which keeps the process under 250 MB at rest; a
 * quarter of it costs a worker a sixth of its speed, twice of it takes more than 400 MB. The heap is
 * collected when it has doubled. Left to itself it grows fourfold, and a worker in a long run to twice
 * the memory, which saves three hundredths of its work.
 */
export const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=32',
  '--heap-growing-percent=100',
  `--import=${pathToFileURL(join(ROOT, 'launch', 'quick-resolve.mjs')).href}`,
]

/** What Node has compiled, kept for the next start: a quarter of the time until the server answers. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'node-compile')

/** The environment in which `node` and the programs of our packages are found by name. */
export function runtimeEnvironment(extra = {}) {
  const folders = [dirname(findNode()), join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? '']
  return {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...process.env,
    PATH: folders.join(delimiter),
    ...extra,
  }
}
