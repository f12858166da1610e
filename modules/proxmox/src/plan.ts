import type { OptionInput } from '@berth/sdk'
import type { Guest, Kind } from './cluster.ts'
import type { ProxmoxProduct, ProxmoxService } from './forms.ts'
import type { GuestConfig } from './guest-config.ts'

/** What a guest may take: the product's, with what the options add. */
export interface Plan {
  readonly cores: number
  readonly memoryMb: number
  readonly diskGb: number
  readonly swapMb: number
  readonly snapshots: number
  readonly backups: number
}

/** The options `cores`, `memory_mb`, `disk_gb`, `snapshots` and `backups` are numbers to add. */
export function planOfService({
  product,
  options,
}: Pick<ProxmoxService, 'product' | 'options'>): Plan {
  const added = (key: string) =>
    options.reduce((sum, option) => {
      return option.key === key && typeof option.value === 'number' ? sum + option.value : sum
    }, 0)
  return {
    cores: product.cores + added('cores'),
    memoryMb: product.memoryMb + added('memory_mb'),
    diskGb: product.diskGb + added('disk_gb'),
    swapMb: product.swapMb,
    snapshots: product.snapshots + added('snapshots'),
    backups: product.backups + added('backups'),
  }
}

/**
 * A plan in words. The disk is left out for containers: a running one shows the size of its file
 * system, which is a little less than the size of its volume.
 */
function words(kind: Kind, cores: number, memoryMb: number, diskGb: number): string {
  const size = kind === 'qemu' ? `, ${Math.round(diskGb)} GiB` : ''
  return `${kind === 'qemu' ? 'QEMU' : 'LXC'}, ${cores} × CPU, ${memoryMb} MiB${size}`
}

/** What the books say. */
export function planOf(product: ProxmoxProduct, options: readonly OptionInput[] = []): string {
  const plan = planOfService({ product, options })
  return words(product.guest, plan.cores, plan.memoryMb, plan.diskGb)
}

/** What a guest's configuration says. */
export function planOfConfig({ kind, cores, memoryMb, disk }: GuestConfig): string {
  return words(kind, cores, memoryMb, disk?.gib ?? 0)
}

/** What the list of the cluster says; null while it does not. */
export function planOfGuest({ kind, cores, memoryBytes, diskBytes }: Guest): string | null {
  if (cores === undefined || memoryBytes === undefined || diskBytes === undefined) return null
  return words(kind, cores, Math.round(memoryBytes / 2 ** 20), diskBytes / 2 ** 30)
}
