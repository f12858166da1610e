// Makes `dist/`, what is published: plain JavaScript with type declarations and a package.json that
// points at them. In the workspace the package's own exports point at the TypeScript in `src/`.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

rmSync(dist, { recursive: true, force: true })
execFileSync(
  process.execPath,
  [join(typescript, 'bin', 'tsc'), '-p', join(here, 'tsconfig.build.json')],
  { stdio: 'inherit' },
)

const {
  scripts: _scripts,
  private: _private,
  ...published
} = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const entry = (path) => ({ types: `./${path}.d.ts`, default: `./${path}.js` })
published.exports = { '.': entry('index'), './testing': entry('testing/index') }
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
copyFileSync(join(here, 'README.md'), join(dist, 'README.md'))
copyFileSync(join(here, '..', 'LICENSE'), join(dist, 'LICENSE'))
