import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import type { ConformanceTarget } from '@berth/sdk/testing'
import Docker from 'dockerode'
import { serverSettings } from '../src/forms.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { ensureTestImage, TEST_IMAGE } from './image/ensure-test-image.ts'
import { startStandIn } from './stand-in/start.ts'

/** The engine that tests may use, such as `unix:///run/podman/podman.sock`; null without one. */
export const REAL_ENGINE = process.env.BERTH_TEST_DOCKER_HOST || null

export const PRODUCT = {
  image: TEST_IMAGE,
  pull: 'missing' as const,
  memoryMb: 64,
  cpuPercent: 50,
  processes: 64,
  volumePath: '/data',
  ports: '8080/http 9000/udp',
  env: 'GREETING=from the product',
  orderEnv: 'TITLE',
  healthCommand: '',
}

const PORTS_PER_TARGET = 100
/** A run after another one on the same engine has other ports. */
let portFrom = 20_000 + (process.pid % 4) * 3000

/**
 * Settings that fit small machines: limits below those of the host. Ports that no other target has
 * had: Podman 4.3 sometimes leaves the forwarding of a removed container behind, and the next
 * container on that port is never reached.
 */
export function settingsFor(host: string) {
  portFrom += PORTS_PER_TARGET
  return serverSettings.parse({
    host,
    bindAddress: '127.0.0.1',
    portFrom,
    portTo: portFrom + PORTS_PER_TARGET - 1,
    nofile: 1024,
    nproc: 512,
  })
}

/** A client of the engine itself, behind the module's back; each request on a line of its own. */
export function clientOf(host: string): Docker {
  const agent = new Agent({ keepAlive: false })
  if (host.startsWith('unix://')) {
    return new Docker({ socketPath: host.slice('unix://'.length), agent } as Docker.DockerOptions)
  }
  const { hostname, port } = new URL(host)
  return new Docker({ host: hostname, port, protocol: 'http', agent } as Docker.DockerOptions)
}

interface EngineTrait {
  readonly fillCount: number
  readonly product: Record<string, unknown>
  closeEngine(): Promise<void>
}

/** An engine behind a proxy that can misbehave. Works for the stand-in and for a real engine alike. */
export async function engineTarget(
  engine: string,
  { fillCount, product, closeEngine }: EngineTrait,
): Promise<ConformanceTarget> {
  const proxy = await startFaultProxy(engine)
  const docker = clientOf(engine)
  const run = randomUUID()
  const foreign = { Image: TEST_IMAGE, Labels: { 'test.run': run } }
  return {
    server: { id: 'server-1', name: 'Engine', settings: settingsFor(proxy.host) },
    product,
    otherProduct: { ...product, memoryMb: 96 },
    orderData: { env: 'TITLE=Été ✓' },
    fillCount,
    faults: proxy.faults,
    async countByKey(key) {
      const filters = { label: [`berth.key=${key}`] }
      return (await docker.listContainers({ all: true, filters })).length
    },
    async obstruct(key) {
      const theirs = await docker.createContainer({ ...foreign, name: `berth-${key}` })
      return () => theirs.remove({ force: true })
    },
    async fill(count) {
      for (let i = 0; i < count; i++) {
        await docker.createContainer({ ...foreign, name: `theirs-${run}-${i}` })
      }
    },
    async close() {
      const filters = { label: [`test.run=${run}`] }
      for (const { Id } of await docker.listContainers({ all: true, filters })) {
        await docker.getContainer(Id).remove({ force: true })
      }
      await proxy.close()
      await closeEngine()
    },
  }
}

export async function standInTarget(): Promise<ConformanceTarget> {
  const standIn = await startStandIn([TEST_IMAGE])
  return engineTarget(standIn.host, {
    fillCount: 1000,
    product: PRODUCT,
    closeEngine: () => standIn.close(),
  })
}

export async function realTarget(host: string): Promise<ConformanceTarget> {
  await ensureTestImage(clientOf(host))
  return engineTarget(host, {
    fillCount: 12,
    // Made here: no registry knows it.
    product: { ...PRODUCT, pull: 'never' as const },
    closeEngine: async () => undefined,
  })
}
