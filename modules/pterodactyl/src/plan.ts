import type { OptionInput } from '@berth/sdk'
import type { PterodactylProduct } from './forms.ts'
import type { Server } from './shapes.ts'

/** What a server may take, as the panel counts it: MiB and percent of a core; 0 is unlimited. */
export interface Plan {
  readonly memory: number
  readonly swap: number
  readonly disk: number
  readonly cpu: number
  readonly databases: number
  readonly backups: number
  readonly allocations: number
}

const MIB_PER_GIB = 1024

/** The quantities that options add, by the part of the plan that they add to. */
const ADDED: Readonly<Record<string, readonly [keyof Plan, number]>> = {
  memory_mb: ['memory', 1],
  memory_gb: ['memory', MIB_PER_GIB],
  swap_mb: ['swap', 1],
  disk_mb: ['disk', 1],
  disk_gb: ['disk', MIB_PER_GIB],
  cpu_percent: ['cpu', 1],
  databases: ['databases', 1],
  backups: ['backups', 1],
  allocations: ['allocations', 1],
}

/** Parts of which a product may have without limit; nothing is added to those. */
const UNLIMITED: Readonly<Partial<Record<keyof Plan, number>>> = {
  memory: 0,
  disk: 0,
  cpu: 0,
  swap: -1,
}

/** The product's limits with what the options add to them. */
export function limitsOf(product: PterodactylProduct, options: readonly OptionInput[]): Plan {
  const plan = {
    memory: product.memoryMb,
    swap: product.swapMb,
    disk: product.diskMb,
    cpu: product.cpuPercent,
    databases: product.databases,
    backups: product.backups,
    allocations: product.allocations,
  }
  const without = { ...plan }
  for (const { key, value } of options) {
    const [part, factor] = ADDED[key] ?? []
    if (part === undefined || factor === undefined || typeof value !== 'number') continue
    if (UNLIMITED[part] !== without[part]) plan[part] += value * factor
  }
  return plan
}

/** The first option with this key, as text; empty without one. */
export function chosen(options: readonly OptionInput[], key: string): string {
  return String(options.find((option) => option.key === key)?.value ?? '')
}

interface Named {
  readonly egg: string
  readonly memory: number
  readonly disk: number
  readonly cpu: number
}

/** `1/5 · 2048 MiB · 10240 MiB · 100 %`: nest and egg, memory, disk, processor. */
function nameOf({ egg, memory, disk, cpu }: Named): string {
  return `${egg} · ${memory} MiB · ${disk} MiB · ${cpu} %`
}

/** The plan that product and options stand for. */
export function planOf(product: PterodactylProduct, options: readonly OptionInput[] = []): string {
  return nameOf({ egg: product.egg, ...limitsOf(product, options) })
}

/** The plan that a server on the panel has. */
export function observedPlan({ nest, egg, limits }: Server): string {
  return nameOf({ egg: `${nest}/${egg}`, ...limits })
}

/** Limits as the panel's requests to create and to change a server both have them. */
export function limitFields(product: PterodactylProduct, options: readonly OptionInput[]) {
  const { memory, swap, disk, cpu, databases, backups, allocations } = limitsOf(product, options)
  const { io, threads, oomKiller } = product
  return {
    limits: { memory, swap, disk, io, cpu, threads: threads === '' ? null : threads },
    feature_limits: { databases, allocations, backups },
    oom_disabled: !oomKiller,
  }
}
