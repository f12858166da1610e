import type { Gateway } from '@berth/sdk'

/** The payment gateways that are installed, by their id. */
export interface GatewayRegistry {
  get(id: string): Gateway | undefined
  all(): readonly Gateway[]
}

/** Throws for two gateways of one id: their payments could not be told apart. */
export function gatewayRegistry(gateways: readonly Gateway[]): GatewayRegistry {
  const byId = new Map<string, Gateway>()
  for (const gateway of gateways) {
    if (byId.has(gateway.id)) throw new Error(`two gateways with the id ${gateway.id}`)
    byId.set(gateway.id, gateway)
  }
  const all = [...byId.values()]
  return { get: (id) => byId.get(id), all: () => all }
}
