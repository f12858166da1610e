import assert from 'node:assert/strict'
import type { ConformanceTarget } from '@berth/sdk/testing'
import { productSettings } from '../src/forms.ts'
import { serverSettings } from '../src/server-settings.ts'
import { APPLICATION_KEY, CLIENT_KEY, type StandIn, startStandIn } from './stand-in/start.ts'
import { addServer } from './stand-in/state.ts'

export const PRODUCT = productSettings.parse({
  egg: '1/5',
  memoryMb: 2048,
  diskMb: 10_240,
  cpuPercent: 200,
  databases: 1,
  backups: 2,
  ports: '25565-25599',
  environment: 'BUILD_NUMBER=77',
})

export const settingsFor = (url: string) =>
  serverSettings.parse({
    url,
    applicationKey: APPLICATION_KEY,
    clientKey: CLIENT_KEY,
    // The kit's customers share one address.
    resetFoundAccounts: true,
  })

/** A target for the conformance kit over this stand-in; closing it fails for what it found broken. */
export function targetOf(standIn: StandIn): ConformanceTarget {
  const { state } = standIn
  return {
    server: { id: 'server-1', name: 'Panel', settings: settingsFor(standIn.url) },
    product: PRODUCT,
    otherProduct: { ...PRODUCT, memoryMb: 4096, databases: 0 },
    orderData: { MINECRAFT_VERSION: '1.21', SERVER_JARFILE: 'paper.jar' },
    countByKey: async (key) =>
      [...state.servers.values()].filter((one) => one.external_id === key).length,
    async fill(count) {
      for (let i = 0; i < count; i++) addServer(state)
    },
    makeOrphan: async () => String(addServer(state).id),
    async withhold() {
      state.denied.add('users:write')
      const restore = async () => void state.denied.delete('users:write')
      return { named: 'Users: Read & Write', restore }
    },
    faults: standIn.faults,
    async close() {
      await standIn.close()
      assert.deepEqual([...new Set(standIn.violations)], [])
    },
  }
}

export async function standInTarget(): Promise<ConformanceTarget> {
  return targetOf(await startStandIn())
}
