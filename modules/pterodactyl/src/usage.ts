import {
  type ModuleContext,
  ok,
  type PanelStatCard,
  type Resource,
  type Result,
  type UsageFigure,
} from '@berth/sdk'
import { connect } from './client.ts'
import type { PanelServer } from './create.ts'
import { readStats, serverById } from './servers.ts'
import type { Server, Stats } from './shapes.ts'

const MIB = 1024 * 1024

/** The panel writes "unlimited" as 0. */
const limitOf = (limit: number, factor: number) => (limit > 0 ? limit * factor : null)

/** Memory, processor and disk with their limits. */
export function figuresOf({ limits }: Server, { resources }: Stats): UsageFigure[] {
  return [
    {
      id: 'memory',
      label: { en: 'Memory', fr: 'Mémoire' },
      used: resources.memory_bytes,
      limit: limitOf(limits.memory, MIB),
      unit: 'bytes',
    },
    {
      id: 'cpu',
      label: { en: 'Processor', fr: 'Processeur' },
      used: resources.cpu_absolute,
      limit: limitOf(limits.cpu, 1),
      unit: 'percent',
    },
    {
      id: 'disk',
      label: { en: 'Disk', fr: 'Disque' },
      used: resources.disk_bytes,
      limit: limitOf(limits.disk, MIB),
      unit: 'bytes',
    },
  ]
}

const ICONS = { memory: 'memory', cpu: 'cpu', disk: 'disk' } as const

/** What is measured as cards; without a measurement what the server may take. */
export function cardsOf(server: Server, stats: Stats | null): PanelStatCard[] {
  if (stats === null) return allowedCards(server)
  const measured = figuresOf(server, stats).map(
    ({ id, label, used, limit, unit }): PanelStatCard => {
      const icon = ICONS[id as keyof typeof ICONS]
      return { id, label, value: used, limit, unit, icon }
    },
  )
  return [...measured, uptimeCard(stats)]
}

function uptimeCard({ resources }: Stats): PanelStatCard {
  const seconds = Math.floor(resources.uptime / 1000)
  const label = { en: 'Running for', fr: 'En marche depuis' }
  return { id: 'uptime', label, value: seconds, unit: 'seconds', icon: 'power' }
}

function allowedCards({ limits }: Server): PanelStatCard[] {
  const unlimited = { en: 'Unlimited', fr: 'Illimité' }
  const bytes = (id: 'memory' | 'disk', label: PanelStatCard['label'], mib: number) => {
    const icon = ICONS[id]
    return mib > 0
      ? { id, label, icon, value: mib * MIB, unit: 'bytes' as const }
      : { id, label, icon, value: unlimited }
  }
  return [
    bytes('memory', { en: 'Memory allowed', fr: 'Mémoire permise' }, limits.memory),
    bytes('disk', { en: 'Disk allowed', fr: 'Disque permis' }, limits.disk),
    {
      id: 'cpu',
      label: { en: 'Processor allowed', fr: 'Processeur permis' },
      icon: 'cpu',
      ...(limits.cpu > 0 ? { value: limits.cpu, unit: 'percent' as const } : { value: unlimited }),
    },
  ]
}

/** The traffic since the last start, for the network tab. */
export function trafficCards({ resources }: Stats): PanelStatCard[] {
  return [
    {
      id: 'received',
      label: { en: 'Received', fr: 'Reçu' },
      value: resources.network_rx_bytes,
      unit: 'bytes',
      icon: 'network',
    },
    {
      id: 'sent',
      label: { en: 'Sent', fr: 'Envoyé' },
      value: resources.network_tx_bytes,
      unit: 'bytes',
      icon: 'network',
    },
  ]
}

/** Empty without a client key, and while the panel lets nobody ask. */
export async function usage(
  ctx: ModuleContext,
  server: PanelServer,
  resource: Resource,
): Promise<Result<readonly UsageFigure[]>> {
  const client = connect(ctx, server)
  const there = await serverById(client, resource.remoteId)
  if (!there.ok) return there
  const stats = there.value && (await readStats(client, there.value))
  return ok(there.value && stats ? figuresOf(there.value, stats) : [])
}
