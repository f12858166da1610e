import { ok, type PanelBlock, type Result, sameText, type UsageFigure } from '@berth/sdk'
import { z } from 'zod'
import type { Pve } from './client.ts'
import { type Guest, type Kind, pathOf } from './cluster.ts'
import { count } from './numbers.ts'
import type { GuestStatus } from './power.ts'

/** Numbers of this moment. Proxmox does not know how full a virtual machine's disk is. */
export function figuresOf(kind: Kind, status: GuestStatus): UsageFigure[] {
  const disk = { en: 'Disk', fr: 'Disque' }
  const traffic = (status.netin ?? 0) + (status.netout ?? 0)
  return [
    {
      id: 'cpu',
      label: { en: 'Processor', fr: 'Processeur' },
      used: Math.round((status.cpu ?? 0) * 1000) / 10,
      limit: 100,
      unit: 'percent',
    },
    {
      id: 'memory',
      label: { en: 'Memory', fr: 'Mémoire' },
      used: status.mem ?? 0,
      limit: status.maxmem ?? null,
      unit: 'bytes',
    },
    kind === 'lxc'
      ? {
          id: 'disk',
          label: disk,
          used: status.disk ?? 0,
          limit: status.maxdisk ?? null,
          unit: 'bytes',
        }
      : { id: 'disk', label: disk, used: status.maxdisk ?? 0, limit: null, unit: 'bytes' },
    {
      id: 'network',
      label: { en: 'Network since its start', fr: 'Réseau depuis le démarrage' },
      used: traffic,
      limit: null,
      unit: 'bytes',
    },
  ]
}

const rrdSchema = z.array(
  z.object({
    time: count,
    cpu: count.nullish(),
    mem: count.nullish(),
    maxmem: count.nullish(),
    diskread: count.nullish(),
    diskwrite: count.nullish(),
    netin: count.nullish(),
    netout: count.nullish(),
  }),
)
type Reading = z.output<typeof rrdSchema>[number]

/** Spans that Proxmox keeps and the panel shows. */
export const SPANS = ['hour', 'day', 'week'] as const
export type Span = (typeof SPANS)[number]

const SPAN_WORDS = {
  hour: { en: 'last hour', fr: 'dernière heure' },
  day: { en: 'last day', fr: 'dernier jour' },
  week: { en: 'last week', fr: 'dernière semaine' },
} as const

/** Charts of one span: processor, memory, disk and network. */
export async function readCharts(
  pve: Pve,
  guest: Guest,
  span: Span,
): Promise<Result<PanelBlock[]>> {
  const query = { timeframe: span, cf: 'AVERAGE' }
  const readings = await pve.get(`${pathOf(guest)}/rrddata`, rrdSchema, query)
  return readings.ok ? ok(chartsOf(readings.value, span)) : readings
}

type Series = readonly (readonly [id: string, label: { en: string; fr: string }, of: Measure])[]
type Measure = (reading: Reading) => number | null | undefined

function chartsOf(readings: readonly Reading[], span: Span): PanelBlock[] {
  const chart = (
    title: { en: string; fr: string },
    unit: 'percent' | 'bytes' | 'bytes_per_second',
    series: Series,
  ): PanelBlock => ({
    type: 'chart',
    title: {
      en: `${title.en}, ${SPAN_WORDS[span].en}`,
      fr: `${title.fr}, ${SPAN_WORDS[span].fr}`,
    },
    shape: series.length > 1 ? 'line' : 'area',
    unit,
    series: series.map(([id, label]) => ({ id, label })),
    points: readings.map((reading) => ({
      at: reading.time * 1000,
      values: Object.fromEntries(series.map(([id, , of]) => [id, of(reading) ?? null])),
    })),
  })
  return [
    chart({ en: 'Processor', fr: 'Processeur' }, 'percent', [
      ['cpu', sameText('CPU'), ({ cpu }) => (typeof cpu === 'number' ? cpu * 100 : null)],
    ]),
    chart({ en: 'Memory', fr: 'Mémoire' }, 'bytes', [
      ['used', { en: 'Used', fr: 'Utilisée' }, ({ mem }) => mem],
      ['all', { en: 'Of', fr: 'Sur' }, ({ maxmem }) => maxmem],
    ]),
    chart({ en: 'Network', fr: 'Réseau' }, 'bytes_per_second', [
      ['received', { en: 'Received', fr: 'Reçu' }, ({ netin }) => netin],
      ['sent', { en: 'Sent', fr: 'Envoyé' }, ({ netout }) => netout],
    ]),
    chart({ en: 'Disk', fr: 'Disque' }, 'bytes_per_second', [
      ['read', { en: 'Read', fr: 'Lu' }, ({ diskread }) => diskread],
      ['written', { en: 'Written', fr: 'Écrit' }, ({ diskwrite }) => diskwrite],
    ]),
  ]
}
