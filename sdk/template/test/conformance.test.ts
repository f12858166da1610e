import { type ConformanceTarget, testDeliveryModule } from '@berth/sdk/testing'
import acme from '../src/index.ts'
import { startProvider, TOKEN } from './stand-in.ts'

/** The stand-in, as the kit wants to see it: from behind the module's back. */
async function start(): Promise<ConformanceTarget> {
  const provider = await startProvider()
  const { machines, names, faults } = provider
  const hostname = 'conformance'
  return {
    server: { id: 'server-1', name: 'Stand-in', settings: { url: provider.url, token: TOKEN } },
    product: { memoryMb: 512 },
    otherProduct: { memoryMb: 1024 },
    orderData: { hostname },
    followMs: 5,
    faults,
    countByKey: async (key) => machines.filter((machine) => machine.label === key).length,
    async obstruct() {
      names.add(hostname)
      return async () => void names.delete(hostname)
    },
    async fill(count) {
      for (let i = 0; i < count; i++) provider.add({ name: `theirs ${i}` })
    },
    makeOrphan: async () => provider.add({ name: 'orphan' }).id,
    async withhold() {
      provider.allow(['machines.read'])
      const restore = async () => provider.allow(['machines.read', 'machines.write'])
      return { named: 'machines.write', restore }
    },
    close: provider.close,
  }
}

testDeliveryModule(acme, { name: 'the stand-in', start })
