import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stop } from '../stop.ts'

const BERTH_FOLDER = fileURLToPath(new URL('../../..', import.meta.url))
const TEMPLATE = join(BERTH_FOLDER, 'sdk', 'template')

/** The name that the template has everywhere. */
const PLACEHOLDER = /acme/gi

/** "game-panel" → "Game panel". */
function titleOf(name: string): string {
  const words = name.replaceAll(/[-_]/g, ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** "game-panel" → gamePanel: what a variable may be called. */
const variableOf = (name: string) => name.replaceAll(/[-_]+(\w?)/g, (_, next) => next.toUpperCase())

function withName(text: string, name: string): string {
  return text
    .replaceAll(/\bimport acme\b/g, `import ${variableOf(name)}`)
    .replaceAll(/\(acme,/g, `(${variableOf(name)},`)
    .replaceAll(PLACEHOLDER, (word) => (word === 'acme' ? name : titleOf(name)))
}

/**
 * Writes a working module: the template under another name. Paths start from Berth's folder. Outside
 * of it the SDK and zod are linked, so that its tests run before anything is installed.
 */
export function writeModule(name: string, folder: string = join('modules', name)): string {
  if (!/^[a-z][a-z0-9_-]{1,31}$/.test(name)) {
    throw new Stop('a module’s name is a lower-case word of 2 to 32 letters, digits, - and _')
  }
  const target = resolve(BERTH_FOLDER, folder)
  if (existsSync(target) && (!statSync(target).isDirectory() || readdirSync(target).length > 0)) {
    throw new Stop(`${target} is there already`)
  }
  for (const file of filesIn(TEMPLATE)) {
    const path = join(target, relative(TEMPLATE, file))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, withName(readFileSync(file, 'utf8'), name))
  }
  if (relative(BERTH_FOLDER, target).startsWith('..')) linkPackages(target)
  return target
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function linkPackages(target: string): void {
  const packages = createRequire(import.meta.url)
  for (const name of ['@berth/sdk', 'zod']) {
    const link = join(target, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(dirname(packages.resolve(`${name}/package.json`)), link)
  }
}

/** `npm run berth -- module new NAME [folder]` */
export async function moduleCommand(args: string[]): Promise<void> {
  const [verb, name, folder, ...rest] = args
  if (verb !== 'new' || name === undefined || rest.length > 0) {
    throw new Stop('say: npm run berth -- module new NAME [folder]')
  }
  const target = writeModule(name, folder)
  process.stdout.write(
    `${target}\n\nIt delivers machines of an imaginary provider; make it yours file by file.\n` +
      `  tests      cd ${target} && node --test\n` +
      `  in Berth   BERTH_MODULES=${target} npm start\n` +
      '  guide      docs/guide/modules.md\n',
  )
}
