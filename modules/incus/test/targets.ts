import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ConformanceTarget } from '@berth/sdk/testing'
import { instanceName } from '../src/instances.ts'
import { productSettings } from '../src/product-settings.ts'
import { type IncusSettings, serverSettings } from '../src/server-settings.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { clientOf } from './server-client.ts'
import { type StandIn, type StandInOptions, startStandIn } from './stand-in/start.ts'
import { putInstance } from './stand-in/state.ts'

/** The LXD that tests may use: its socket and an image; null without one. */
export const REAL_LXD =
  process.env.BERTH_TEST_LXD_SOCKET && process.env.BERTH_TEST_LXD_IMAGE
    ? { socket: process.env.BERTH_TEST_LXD_SOCKET, image: process.env.BERTH_TEST_LXD_IMAGE }
    : null

/** A product for the images of the stand-in, or for those of a real server. */
export function productFor(image: string, changes: object = {}) {
  return productSettings.parse({
    image,
    images: `${image}-other`,
    cores: 1,
    memoryMb: 64,
    diskGb: 1,
    user: 'root',
    snapshots: 3,
    ...changes,
  })
}

/** Quick to give up on what does not shut down. */
export const settingsFor = (address: string, changes: object = {}): IncusSettings =>
  serverSettings.parse({ address, stopSeconds: 5, ...changes })

const ORDER = {
  hostname: 'vps.example.test',
  sshKeys: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 zoé@home\n',
}

interface Place {
  readonly image: string
  readonly fillCount: number
  readonly product?: object
  readonly settings?: object
}

/** A server behind a proxy that can misbehave. Works for the stand-in and for a real one alike. */
export async function serverTarget(address: string, place: Place): Promise<ConformanceTarget> {
  const { image, fillCount } = place
  const proxy = await startFaultProxy(address)
  const client = clientOf(address)
  const run = randomUUID().slice(0, 8)
  const theirs: string[] = []
  const product = productFor(image, place.product)
  const make = async (name: string) => {
    theirs.push(name)
    const { type } = product
    const source = { type: 'image', alias: image }
    const rest = { description: '', profiles: ['default'], config: {}, devices: {} }
    await client.call('POST', '/1.0/instances', { name, type, source, ...rest })
  }
  const remove = (name: string) => client.call('DELETE', `/1.0/instances/${name}`)
  return {
    server: {
      id: 'server-1',
      name: 'Server',
      settings: settingsFor(proxy.address, place.settings),
    },
    product,
    otherProduct: { ...product, memoryMb: 96, cores: 2 },
    orderData: ORDER,
    fillCount,
    faults: proxy.faults,
    actionInputs: {
      snapshot: { snapshot: 'first' },
      snapshot_restore: { snapshot: 'first' },
      snapshot_delete: { snapshot: 'first' },
      rebuild: { image: `${image}-other` },
    },
    fetchTimeoutMs: 60_000,
    async countByKey(key) {
      const all = (await client.call('GET', '/1.0/instances?recursion=1')) as {
        config: Record<string, string>
      }[]
      return all.filter(({ config }) => config['user.berth.key'] === key).length
    },
    async obstruct(key) {
      const name = instanceName(key)
      await make(name)
      return async () => {
        await remove(name)
        theirs.splice(theirs.indexOf(name), 1)
      }
    },
    async fill(count) {
      for (let i = 0; i < count; i++) await make(`theirs-${run}-${i}`)
    },
    async makeOrphan() {
      const name = `orphan-${run}-${theirs.length}`
      await make(name)
      return name
    },
    async close() {
      for (const name of theirs) await remove(name).catch(() => undefined)
      await proxy.close()
    },
  }
}

/** A stand-in that is not forgiving: what it does not know fails the test at the end. */
export async function standInTarget(
  options: StandInOptions,
  product: object = {},
  settings: object = {},
): Promise<ConformanceTarget> {
  const standIn = await startStandIn(options)
  const image = 'berth-test'
  const target = await serverTarget(standIn.address, { image, fillCount: 1000, product, settings })
  return {
    ...target,
    // By the thousand they are put into its memory, not asked for one by one.
    async fill(count) {
      for (let i = 0; i < count; i++) putInstance(standIn.state, `theirs-${i}`)
    },
    async withhold() {
      standIn.state.mayReadProfiles = false
      return {
        named: 'Profile default',
        async restore() {
          standIn.state.mayReadProfiles = true
        },
      }
    },
    async close() {
      await target.close()
      await closeClean(standIn)
    },
  }
}

/** Closes a stand-in and complains of everything that was asked wrongly. */
export async function closeClean(standIn: StandIn): Promise<void> {
  await standIn.close()
  assert.deepEqual(standIn.mistakes, [])
}

export function realTarget({ socket, image }: NonNullable<typeof REAL_LXD>) {
  return serverTarget(`unix://${socket}`, { image, fillCount: 5 })
}
