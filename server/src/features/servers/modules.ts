import { type DeliveryModule, secretFields } from '@berth/sdk'

/** The delivery modules that are installed, by the service type they look after. */
export interface ModuleRegistry {
  get(type: string): DeliveryModule | undefined
  all(): DeliveryModule[]
}

/**
 * Throws for two modules of one type, and for a secret among product settings: those are shown to
 * everybody who reads the catalogue. Credentials belong to the server, a customer's to the order.
 */
export function moduleRegistry(modules: DeliveryModule[]): ModuleRegistry {
  const byType = new Map<string, DeliveryModule>()
  for (const module of modules) {
    if (byType.has(module.id)) throw new Error(`two modules for the type ${module.id}`)
    if (secretFields(module.productSettings).length > 0)
      throw new Error(`module ${module.id}: product settings cannot hold secrets`)
    byType.set(module.id, module)
  }
  return { get: (type) => byType.get(type), all: () => [...byType.values()] }
}
