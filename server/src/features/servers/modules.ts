import { type DeliveryModule, secretFields } from '@berth/sdk'
import type { Text } from '../../platform/text.ts'

/** A module that is in use, and where it came from. */
export interface InstalledModule {
  readonly module: DeliveryModule
  readonly packageName: string
  readonly version: string | null
  /** It comes with Berth; otherwise the configuration names it. */
  readonly included: boolean
}

/** A package that the configuration names and that is not in use. */
export interface RefusedModule {
  /** As it stands in the configuration. */
  readonly specifier: string
  /** Null when no package was found. */
  readonly packageName: string | null
  readonly version: string | null
  readonly code: string
  readonly problem: Text
}

/** The delivery modules that are installed, by the service type they look after. */
export interface ModuleRegistry {
  get(type: string): DeliveryModule | undefined
  all(): DeliveryModule[]
  /** The same modules with what is known of their packages. */
  installed(): readonly InstalledModule[]
  /** What was to be a module and is none. */
  refused(): readonly RefusedModule[]
}

/**
 * Throws for two modules of one type, and for a secret among product settings: those are shown to
 * everybody who reads the catalogue. Credentials belong to the server, a customer's to the order.
 */
export function moduleRegistry(
  installed: readonly InstalledModule[],
  refused: readonly RefusedModule[] = [],
): ModuleRegistry {
  const byType = new Map<string, InstalledModule>()
  for (const one of installed) {
    const { id, productSettings } = one.module
    if (byType.has(id)) throw new Error(`two modules for the type ${id}`)
    if (secretFields(productSettings).length > 0)
      throw new Error(`module ${id}: product settings cannot hold secrets`)
    byType.set(id, one)
  }
  const all = [...byType.values()]
  return {
    get: (type) => byType.get(type)?.module,
    all: () => all.map(({ module }) => module),
    installed: () => all,
    refused: () => refused,
  }
}
