// Makes `dist/`, what is published: plain JavaScript with type declarations and a package.json that
// points at them. In the workspace the package's own exports point at the TypeScript in `src/`.
// `node build.mjs [folder]` makes it elsewhere.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const dist = resolve(process.argv[2] ?? join(here, 'dist'))
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

rmSync(dist, { recursive: true, force: true })
execFileSync(
  process.execPath,
  [join(typescript, 'bin', 'tsc'), '-p', join(here, 'tsconfig.build.json'), '--outDir', dist],
  { stdio: 'inherit' },
)

const source = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const { scripts: _scripts, private: _private, dependencies, ...published } = source
const { zod, ...others } = dependencies

/** The same exports, of what was built. */
function exportOf(path) {
  const built = path.replace(/^\.\/src\//, './').replace(/\.ts$/, '')
  return path.endsWith('.ts') ? { types: `${built}.d.ts`, default: `${built}.js` } : path
}
published.exports = Object.fromEntries(
  Object.entries(source.exports).map(([name, path]) => [name, exportOf(path)]),
)
published.types = './index.d.ts'
published.dependencies = others
// A module's forms are zod's: both must mean the same zod.
published.peerDependencies = { zod: `^${zod}` }
published.engines = { node: '>=20' }
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
copyFileSync(join(here, 'README.md'), join(dist, 'README.md'))
copyFileSync(join(here, '..', 'LICENSE'), join(dist, 'LICENSE'))
