import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../root.mjs'

/** Copies packages of ours, with all that they need, into another folder's `node_modules`. */
export function copyPackages(folder, names) {
  const copied = new Set()
  const waiting = [...names]
  while (waiting.length > 0) {
    const name = waiting.pop()
    const source = join(ROOT, 'node_modules', name)
    if (copied.has(name) || !existsSync(source)) continue
    copied.add(name)
    const target = join(folder, 'node_modules', name)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { recursive: true, verbatimSymlinks: true })
    const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
    waiting.push(...Object.keys(dependencies))
  }
}
