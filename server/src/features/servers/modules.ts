import type { DeliveryModule } from '@berth/sdk'

/** The delivery modules that are installed, by the service type they look after. */
export interface ModuleRegistry {
  get(type: string): DeliveryModule | undefined
  all(): DeliveryModule[]
}

export function moduleRegistry(modules: DeliveryModule[]): ModuleRegistry {
  const byType = new Map(modules.map((module) => [module.id, module]))
  return { get: (type) => byType.get(type), all: () => [...byType.values()] }
}
