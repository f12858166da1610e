import type { SandboxResource } from '@berth/module-sandbox/provider'
import type { Instant } from '../domain/instant.ts'
import type { StoredResource } from '../features/services/tables.ts'
import type { Making } from './making.ts'
import { HOST_WORDS } from './names.ts'
import type { DemoProduct, Plan } from './product-lines.ts'

/** What the customer chose when ordering a machine. */
export interface Wish {
  hostname: string
  region: string
}

const REGIONS: Readonly<Record<string, string>> = { 'VPS – Montréal': 'montreal' }

export function wishFor(making: Making, product: DemoProduct, domain: string): Wish {
  const word = making.random.pick(HOST_WORDS)
  return { hostname: `${word}.${domain}`, region: REGIONS[product.serverGroup ?? ''] ?? 'paris' }
}

interface Machine {
  serviceId: string
  name: string
  owner: string
  wish: Wish
  product: DemoProduct
  createdAt: Instant
  /** When it was stopped for a suspension; null while it runs. */
  suspendedAt: Instant | null
}

/** The machine at the provider, and what the books keep of it. */
export function makeMachine(
  making: Making,
  machine: Machine,
): { remote: SandboxResource; stored: StoredResource } {
  const { random } = making
  const { serviceId, name, wish, createdAt, suspendedAt } = machine
  const serial = making.nextResource()
  const password = Array.from({ length: 16 }, () => random.pick([...LETTERS])).join('')
  const plan = machine.product.moduleSettings as unknown as Plan
  const address = `198.51.${100 + ((serial >> 8) % 100)}.${serial % 256}`
  const log = [{ at: createdAt, text: `${name}: installed, ${plan.memoryMb} MiB, started` }]
  if (suspendedAt !== null) log.push({ at: suspendedAt, text: 'suspend' })
  const remote: SandboxResource = {
    id: `sbx-${serial}`,
    key: serviceId,
    name,
    owner: machine.owner,
    ...wish,
    address,
    plan: { ...plan, name: `${plan.memoryMb} MiB / ${plan.diskGb} GiB / ${plan.cpuCores}` },
    running: suspendedAt === null,
    suspended: suspendedAt !== null,
    password,
    installs: 1,
    createdAt,
    log,
  }
  const stored: StoredResource = {
    remoteId: remote.id,
    data: { ...wish, address },
    secrets: { password: making.seal(password, `service:${serviceId}:password`) },
    connection: [
      { label: { en: 'Host name', fr: 'Nom d’hôte' }, value: wish.hostname },
      { label: { en: 'Address', fr: 'Adresse' }, value: address, href: `ssh://root@${address}` },
      { label: { en: 'Root password', fr: 'Mot de passe root' }, secret: 'password' },
    ],
  }
  return { remote, stored }
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
