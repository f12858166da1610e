import { fail, ok, type Result, type ServiceInput } from '@berth/sdk'
import type { ContainerCreateOptions } from 'dockerode'
import { containerName, LABELS, suspendedName, volumeName } from './containers.ts'
import type { DockerOrder, DockerProduct, DockerSettings } from './forms.ts'
import { formatPlaced, type PlacedPort } from './ports.ts'

export type DockerService = ServiceInput<DockerProduct, DockerOrder>

/** Reads lines of NAME=value; the form has checked their shape. */
export function parseEnv(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trimStart())
  return new Map(
    lines
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

/**
 * The container's environment: the product's, and the customer's as far as the product lets them.
 * A variable that customers may not set is refused, so that nobody pays for what has no effect.
 */
export function environmentOf(product: DockerProduct, order: DockerOrder): Result<string[]> {
  const fixed = parseEnv(product.env)
  const open = product.orderEnv.split(/[\s,]+/).filter((name) => name !== '')
  const asked = parseEnv(order.env)
  for (const name of asked.keys()) {
    const allowed = open.length > 0 ? open.includes(name) : !fixed.has(name)
    if (!allowed) {
      return fail('rejected', `The variable ${name} cannot be set`, { pointer: '/orderData/env' })
    }
  }
  return ok([...fixed, ...asked].map(([name, value]) => `${name}=${value}`))
}

/** The plan in one line, as the label keeps it and drift compares it. */
export function planLine(product: DockerProduct): string {
  return `${product.image}, ${product.memoryMb} MiB, ${product.cpuPercent} %`
}

/** What is decided about one container before the engine is asked for it. */
export interface Placed {
  readonly ports: readonly PlacedPort[]
  readonly env: readonly string[]
  readonly suspended: boolean
  readonly operationId: string
}

const SECOND_NS = 1_000_000_000

/** How the engine looks whether what runs inside is well; absent: as the image says. */
function healthCheck({ healthCommand }: DockerProduct) {
  if (healthCommand === '') return {}
  return {
    Healthcheck: {
      Test: ['CMD-SHELL', healthCommand],
      Interval: 30 * SECOND_NS,
      Timeout: 10 * SECOND_NS,
      StartPeriod: 30 * SECOND_NS,
      Retries: 3,
    },
  }
}

/** What the engine is asked for. */
export function containerSpec(
  settings: DockerSettings,
  service: DockerService,
  placed: Placed,
): ContainerCreateOptions {
  const { product, key } = service
  const byContainerPort = <T>(value: (port: PlacedPort) => T) =>
    Object.fromEntries(placed.ports.map((one) => [`${one.port}/${one.transport}`, value(one)]))
  const limit = (Name: string, most: number) => ({ Name, Soft: most, Hard: most })
  const mount = { Type: 'volume', Source: volumeName(key), Target: product.volumePath } as const
  return {
    name: placed.suspended ? suspendedName(key) : containerName(key),
    Image: product.image,
    Env: [...placed.env],
    Labels: {
      [LABELS.key]: key,
      [LABELS.number]: String(service.number),
      [LABELS.plan]: planLine(product),
      [LABELS.ports]: formatPlaced(placed.ports),
      [LABELS.madeBy]: placed.operationId,
    },
    ...healthCheck(product),
    ExposedPorts: byContainerPort(() => ({})),
    HostConfig: {
      Memory: product.memoryMb * 2 ** 20,
      NanoCpus: product.cpuPercent * 10 ** 7,
      PidsLimit: product.processes,
      Ulimits: [limit('nofile', settings.nofile), limit('nproc', settings.nproc)],
      RestartPolicy: { Name: 'unless-stopped' },
      SecurityOpt: ['no-new-privileges'],
      PortBindings: byContainerPort(({ hostPort }) => [
        { HostIp: settings.bindAddress, HostPort: String(hostPort) },
      ]),
      Mounts: product.volumePath === '' ? [] : [mount],
      ...(settings.network === '' ? {} : { NetworkMode: settings.network }),
    },
  }
}
