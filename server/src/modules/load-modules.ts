import { pathToFileURL } from 'node:url'
import type { DeliveryModule } from '@berth/sdk'
import sdk from '@berth/sdk/package.json' with { type: 'json' }
import type { InstalledModule, RefusedModule } from '../features/servers/modules.ts'
import { checkModule } from './check-module.ts'
import { guardModule } from './guard-module.ts'
import { checkSdkRange, findPackage, type ModulePackage } from './package-of.ts'
import { type Refusal, refusal, type Step, wordsOf } from './refusal.ts'

/** The version of the SDK that modules are called with. */
export const SDK_VERSION: string = sdk.version

export interface LoadOptions {
  /** Package names, or paths. */
  readonly specifiers: readonly string[]
  /** Where packages are looked for, in this order; paths start from the last. */
  readonly folders: readonly string[]
  /** The modules that are there already: their types are taken. */
  readonly included: readonly InstalledModule[]
  /** The longest that loading one package may take, in milliseconds. */
  readonly limitMs?: number
}

export interface LoadedModules {
  readonly installed: readonly InstalledModule[]
  readonly refused: readonly RefusedModule[]
}

const LIMIT_MS = 20_000

/** Loads modules from packages, one after the other; one that is refused stops no other. */
export async function loadModules(options: LoadOptions): Promise<LoadedModules> {
  const installed = [...options.included]
  const refused: RefusedModule[] = []
  for (const specifier of new Set(options.specifiers)) {
    const found = findPackage(specifier, options.folders)
    const loaded = found.ok ? await loadPackage(found.value, installed, options) : found
    if (loaded.ok) installed.push(loaded.value)
    else refused.push(refusedModule(specifier, found.ok ? found.value : null, loaded.refusal))
  }
  return { installed, refused }
}

function refusedModule(
  specifier: string,
  found: ModulePackage | null,
  { code, text }: Refusal,
): RefusedModule {
  const { name = null, version = null } = found ?? {}
  return { specifier, packageName: name, version, code, problem: text }
}

async function loadPackage(
  found: ModulePackage,
  present: readonly InstalledModule[],
  { limitMs = LIMIT_MS }: LoadOptions,
): Promise<Step<InstalledModule>> {
  const fits = checkSdkRange(found, SDK_VERSION)
  if (!fits.ok) return fits
  const imported = await importWithin(found.entry, limitMs)
  if (!imported.ok) return imported
  const checked = checkModule(imported.value)
  if (!checked.ok) return checked
  const taken = present.find(({ module }) => module.id === checked.value.id)
  if (taken) return refusal('id_taken', { id: checked.value.id, by: taken.packageName })
  const { name: packageName, version } = found
  const module = guardModule(checked.value)
  return { ok: true, value: { module, packageName, version, included: false } }
}

/** The default export of a file; a package whose top never ends is given up. */
async function importWithin(entry: string, limitMs: number): Promise<Step<unknown>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Step<unknown>>((resolve) => {
    const seconds = Math.ceil(limitMs / 1000)
    timer = setTimeout(() => resolve(refusal('import_timeout', { seconds })), limitMs)
  })
  const imported = import(pathToFileURL(entry).href).then(
    (exported: { default?: unknown }): Step<unknown> => ({ ok: true, value: exported.default }),
    (error: unknown): Step<unknown> => refusal('import_failed', { message: wordsOf(error) }),
  )
  try {
    return await Promise.race([imported, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Modules that come with Berth, under the names of their packages. */
export function asInstalled(modules: readonly DeliveryModule[]): InstalledModule[] {
  return modules.map((module) => ({
    module,
    packageName: `@berth/module-${module.id}`,
    version: SDK_VERSION,
    included: true,
  }))
}
