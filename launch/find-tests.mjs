import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const FOLDERS = ['sdk', 'modules', 'server', 'web', 'launch']
const SKIPPED = new Set(['node_modules', 'dist', '.cache'])
const IS_TEST = /\.test\.(ts|mjs)$/

function* testFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (IS_TEST.test(entry.name)) yield path
  }
}

/**
 * Paths of the Node tests, relative to the root and in order. With patterns only those whose path
 * contains one of them, so a folder, a file or a part of a name will do.
 */
export function findTests(root, patterns = []) {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.\//, '').replaceAll('**', ''))
  return FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => [...testFiles(join(root, folder))])
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => wanted.length === 0 || wanted.some((pattern) => path.includes(pattern)))
    .sort()
}
