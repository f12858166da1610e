// Makes `dist/`, which is what is published (`npm publish ./dist`): plain JavaScript, as Node does
// not run TypeScript of installed packages.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
const emit = '--noEmit false --declaration --rewriteRelativeImportExtensions --rootDir src'
execFileSync('tsc', ['-p', '.', ...emit.split(' '), '--outDir', 'dist'], { stdio: 'inherit' })
const {
  scripts: _,
  devDependencies: __,
  ...about
} = JSON.parse(readFileSync('package.json', 'utf8'))
about.exports = { types: './index.d.ts', default: './index.js' }
writeFileSync('dist/package.json', `${JSON.stringify(about, null, 2)}\n`)
copyFileSync('README.md', 'dist/README.md')
