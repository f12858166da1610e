import type { OptionInput, ServiceInput } from '@berth/sdk'
import type { IncusOrder } from './customer-forms.ts'
import type { IncusProduct } from './product-settings.ts'
import type { IncusSettings } from './server-settings.ts'
import type { Instance } from './wire.ts'

export type IncusService = ServiceInput<IncusProduct, IncusOrder>

/** What an instance may take. `diskGb` 0: as its profiles say; `processes` 0: no limit. */
export interface Limits {
  readonly cores: number
  readonly memoryMb: number
  readonly diskGb: number
  readonly processes: number
}

/** Options that add to the product, by their key. */
const ADDS: Readonly<Record<string, keyof Limits>> = {
  cores: 'cores',
  memory_mb: 'memoryMb',
  disk_gb: 'diskGb',
}

/** The product's limits and what options add to them. */
export function limitsOf(product: IncusProduct, options: readonly OptionInput[]): Limits {
  const { cores, memoryMb, diskGb, processes } = product
  const sum = { cores, memoryMb, diskGb, processes }
  for (const { key, value } of options) {
    const name = ADDS[key]
    const units = Number(value)
    // Without a size of its own a disk has nothing to be added to.
    if (!name || !Number.isSafeInteger(units) || units <= 0 || (name === 'diskGb' && diskGb === 0))
      continue
    sum[name] += units
  }
  return sum
}

/** How many snapshots the service may have: the product's and those of the option `snapshots`. */
export function snapshotLimit({ product, options }: IncusService): number {
  return options
    .filter(({ key, value }) => key === 'snapshots' && Number(value) > 0)
    .reduce((sum, { value }) => sum + Math.floor(Number(value)), product.snapshots)
}

/** The plan of a product in one line, as staff read it and as drift is told by. */
export function planOf(product: IncusProduct, options: readonly OptionInput[] = []): string {
  return lineOf(limitsOf(product, options))
}

function lineOf({ cores, memoryMb, diskGb }: Omit<Limits, 'processes'>): string {
  const parts = [`${cores} vCPU`, `${memoryMb} MiB`]
  return [...parts, ...(diskGb > 0 ? [`${diskGb} GiB`] : [])].join(', ')
}

/**
 * The plan that an instance has, by the limits that the server keeps to; null without any. The disk
 * counts where the instance has a size of its own: else it is the profiles' affair.
 */
export function planOfInstance({ expanded_config, devices }: Instance): string | null {
  const root = Object.values(devices).find(({ path }) => path === '/')
  const cores = coresIn(expanded_config['limits.cpu'])
  const memoryMb = Math.round((bytesIn(expanded_config['limits.memory']) ?? 0) / 2 ** 20)
  const diskGb = Math.round((bytesIn(root?.size) ?? 0) / 2 ** 30)
  return cores === null && memoryMb === 0 ? null : lineOf({ cores: cores ?? 0, memoryMb, diskGb })
}

/** `limits.cpu` is a number of cores, or names them: `0-3`, `1,5`. */
function coresIn(text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  if (/^\d+$/.test(text)) return Number(text)
  return text.split(',').reduce((sum, part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return sum + last - first + 1
  }, 0)
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** Reads `512MiB`; null for a share of the machine (`50%`) and for nothing. */
export function bytesIn(text: string | undefined): number | null {
  const [, digits, unit] = /^(\d+)\s*([A-Za-z]*)$/.exec(text ?? '') ?? []
  const factor = UNITS[unit ?? '']
  return digits === undefined || factor === undefined ? null : Number(digits) * factor
}

/** The keys that say what the instance may take. */
export function limitConfig(service: IncusService): Record<string, string> {
  const { cores, memoryMb, processes } = limitsOf(service.product, service.options)
  const isContainer = service.product.type === 'container'
  return {
    'limits.cpu': String(cores),
    'limits.memory': `${memoryMb}MiB`,
    // Virtual machines do not know it; an empty value takes a key away.
    ...(isContainer ? { 'limits.processes': processes > 0 ? String(processes) : '' } : {}),
  }
}

/** The root disk, where its size is not left to the profiles. */
export function rootDevice(settings: IncusSettings, service: IncusService) {
  const { diskGb } = limitsOf(service.product, service.options)
  if (diskGb === 0) return {}
  return { root: { type: 'disk', path: '/', pool: settings.storagePool, size: `${diskGb}GiB` } }
}

/** The first network card, where a network is set; with an address of the pool if one was chosen. */
export function networkDevice(settings: IncusSettings, address: string | null) {
  if (settings.network === '') return {}
  const fixed = address === null ? {} : { 'ipv4.address': address }
  return { eth0: { type: 'nic', name: 'eth0', network: settings.network, ...fixed } }
}

/** The names in a list of them. */
export const namesIn = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** Every image that the product lets the customer have; the usual one first. */
export function imagesOf(product: IncusProduct): string[] {
  return [...new Set([product.image, ...namesIn(product.images)])]
}
