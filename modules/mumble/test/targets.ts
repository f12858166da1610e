import { createServer } from 'node:net'
import type { ConformanceTarget } from '@berth/sdk/testing'
import { serverSettings } from '../src/forms.ts'
import { MARKS } from '../src/servers.ts'
import { type Daemon, startDaemon } from './daemon.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

export interface MurmurTarget extends ConformanceTarget {
  readonly daemon: Daemon
  readonly proxy: FaultProxy
}

/** A real murmurd behind a socket that can misbehave. */
export async function murmurTarget(): Promise<MurmurTarget> {
  const daemon = await startDaemon()
  const proxy = await startFaultProxy(daemon.socket)
  const portFrom = await freeRange()
  const allIds = async () => (await daemon.ask('getAllServers'))[0] as number[]
  const make = async (name: string) => {
    const [id] = (await daemon.ask('newServer')) as [number]
    await daemon.ask('setConf', 'iss', id, 'registername', name)
    return String(id)
  }
  return {
    daemon,
    proxy,
    server: {
      id: 'server-1',
      name: 'Murmur',
      settings: serverSettings.parse({
        bus: `unix:path=${proxy.socket}`,
        publicAddress: '127.0.0.1',
        bindAddress: '127.0.0.1',
        portFrom,
        portTo: portFrom + RANGE - 1,
      }),
    },
    product: { slots: 10, bandwidthKbit: 72, welcomeText: 'Hello', certificateRequired: false },
    otherProduct: { slots: 25, bandwidthKbit: 96, welcomeText: '', certificateRequired: false },
    orderData: { welcomeText: 'Bienvenue à <b>tous</b> ✓' },
    // Each takes murmurd's database some 30 ms.
    fillCount: 210,
    actionInputs: { message: { text: 'a < b & c' }, set_password: { password: 'join-me-3f7a' } },
    faults: proxy.faults,
    async countByKey(key) {
      let count = 0
      for (const id of await allIds()) {
        const [one] = await daemon.ask('getConf', 'is', id, MARKS.key)
        if (one === key) count++
      }
      return count
    },
    async fill(count) {
      for (let i = 0; i < count; i++) await make(`Theirs ${i}`)
    },
    makeOrphan: () => make('Orphan'),
    async close() {
      await proxy.close()
      await daemon.close()
    },
  }
}

/** How many ports a target has. */
export const RANGE = 40

/** Where so many ports in a row are free right now; the module passes over those that are taken. */
async function freeRange(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  const port = typeof address === 'object' && address ? address.port : 0
  return Math.min(port, 65_535 - RANGE)
}
