import type { DeliveryModule } from '../../src/index.ts'
import type { ConformanceTarget } from '../../src/testing/index.ts'
import { memoryModule } from './module.ts'
import { type MemoryProvider, memoryProvider, type Thing } from './provider.ts'

export const TOKEN = 'a-very-secret-token'

/** A module, the provider that it works with, and the provider as the kit sees it. */
export interface Memory {
  readonly provider: MemoryProvider
  readonly module: DeliveryModule
  readonly target: ConformanceTarget
}

export function startMemory(): Memory {
  const provider = memoryProvider()
  return { provider, module: memoryModule(provider), target: targetOf(provider) }
}

function targetOf(provider: MemoryProvider): ConformanceTarget {
  const { things, taken, permissions, faults } = provider
  const foreign = (): Thing => ({
    ...{ id: provider.nextId(), key: null, name: 'theirs', owner: 'them', plan: 'small' },
    ...{ running: true, suspended: false, password: 'theirs alone', pending: 0 },
  })
  return {
    server: { id: 's', name: 'memory', settings: { token: TOKEN } },
    product: {},
    otherProduct: { plan: 'large' },
    orderData: {},
    fillCount: 250,
    obeyMs: 200,
    faults,
    countByKey: async (key) => things.filter((thing) => thing.key === key).length,
    async obstruct(key) {
      taken.add(key)
      return async () => void taken.delete(key)
    },
    async fill(count) {
      for (let i = 0; i < count; i++) things.push(foreign())
    },
    async makeOrphan() {
      const thing = foreign()
      things.push(thing)
      return thing.id
    },
    async withhold() {
      permissions.delete('things.write')
      return { named: 'things.write', restore: async () => void permissions.add('things.write') }
    },
    close: async () => undefined,
  }
}
