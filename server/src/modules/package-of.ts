import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { satisfies, validRange } from 'semver'
import { z } from 'zod'
import { refusal, type Step, wordsOf } from './refusal.ts'

/** Of a package.json what is read. */
const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  main: z.string().optional(),
  exports: z.unknown().optional(),
  berth: z.object({ sdk: z.string().optional() }).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
})

/** An installed package. */
export interface ModulePackage {
  readonly name: string
  readonly version: string | null
  readonly folder: string
  /** The file that `import` of the package would load. */
  readonly entry: string
  /** The versions of the SDK that it was written for, as it says. */
  readonly sdkRange: string | null
}

/**
 * Finds a package by its name, as Node does, from each of these folders; or by a path, absolute or
 * from the last folder.
 */
export function findPackage(specifier: string, folders: readonly string[]): Step<ModulePackage> {
  const folder = folderOf(specifier, folders)
  if (folder === null) return refusal('not_found')
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const read = packageSchema.parse(JSON.parse(text))
    const sdkRange =
      read.berth?.sdk ?? read.peerDependencies?.['@berth/sdk'] ?? read.dependencies?.['@berth/sdk']
    const entry = entryOf(read.exports) ?? read.main ?? 'index.js'
    return {
      ok: true,
      value: {
        name: read.name ?? specifier,
        version: read.version ?? null,
        folder,
        entry: join(folder, entry),
        sdkRange: sdkRange ?? null,
      },
    }
  } catch (error) {
    return refusal('import_failed', { message: `package.json: ${wordsOf(error)}` })
  }
}

function folderOf(specifier: string, folders: readonly string[]): string | null {
  if (/^\.{0,2}\//.test(specifier) || isAbsolute(specifier)) {
    const path = resolve(folders.at(-1) ?? '.', specifier)
    return isPackage(path) ? path : null
  }
  for (const from of folders) {
    for (let at = resolve(from); ; at = dirname(at)) {
      const path = join(at, 'node_modules', specifier)
      if (isPackage(path)) return path
      if (dirname(at) === at) break
    }
  }
  return null
}

const isPackage = (path: string) =>
  existsSync(join(path, 'package.json')) && statSync(path).isDirectory()

/** The file of the main export under the conditions that `import` has. */
function entryOf(exported: unknown): string | null {
  if (typeof exported === 'string') return exported
  if (Array.isArray(exported)) return entryOf(exported[0])
  if (typeof exported !== 'object' || exported === null) return null
  for (const [name, target] of Object.entries(exported)) {
    if (!['.', 'import', 'node', 'module-sync', 'default'].includes(name)) continue
    const found = entryOf(target)
    if (found !== null) return found
  }
  return null
}

/** Whether the package was written for this version of the SDK. */
export function checkSdkRange({ sdkRange }: ModulePackage, present: string): Step<null> {
  if (sdkRange === null) return refusal('no_sdk_range')
  // A package of the same workspace says so instead of naming a version.
  const wanted = sdkRange.replace(/^workspace:/, '')
  if (validRange(wanted) === null) return refusal('bad_sdk_range', { wanted: sdkRange })
  if (!satisfies(present, wanted, { includePrerelease: true })) {
    return refusal('sdk_mismatch', { wanted: sdkRange, present })
  }
  return { ok: true, value: null }
}
