import {
  type ModuleContext,
  type ModuleError,
  ok,
  type PanelLogLine,
  type Result,
  type UsageFigure,
} from '@berth/sdk'
import type { Incus } from './client.ts'
import { consoleLines, rememberConsole } from './console-log.ts'
import { pathOf, readState, stateOf } from './instances.ts'
import { bytesIn } from './plan.ts'
import type { Instance, InstanceState } from './wire.ts'

/** Between two looks at the processor's counter. */
const SAMPLE_MS = 500

/** Bytes over all network cards since the start. */
export interface Traffic {
  readonly received: number
  readonly sent: number
}

/** What is measured at once. */
export interface Measured {
  readonly usage: UsageFigure[]
  /** Null where it has no network card or does not run. */
  readonly traffic: Traffic | null
  readonly state: InstanceState | null
}

/** Memory, processor, disk and processes in use right now, and traffic. */
export async function measure(
  ctx: ModuleContext,
  incus: Incus,
  instance: Instance,
): Promise<Result<Measured>> {
  const first = await readState(incus, instance.name)
  if (!first.ok) return first
  if (stateOf(instance) !== 'running' || first.value === null) {
    const usage = first.value ? figuresOf(instance, first.value, 0) : []
    return ok({ usage, traffic: null, state: first.value })
  }
  const startedAt = performance.now()
  await ctx.sleep(SAMPLE_MS)
  const second = await readState(incus, instance.name)
  if (!second.ok) return second
  const state = second.value ?? first.value
  // The counter is nanoseconds of all cores together: 100 % is one core.
  const usedMs = Math.max(0, state.cpu.usage - first.value.cpu.usage) / 1_000_000
  const percent = Math.round((usedMs / (performance.now() - startedAt)) * 100)
  return ok({ usage: figuresOf(instance, state, percent), traffic: trafficOf(state), state })
}

function figuresOf(instance: Instance, state: InstanceState, percent: number): UsageFigure[] {
  const { expanded_config: config, expanded_devices: devices } = instance
  const cores = Number(config['limits.cpu'])
  const processes = Number(config['limits.processes'])
  const root = Object.entries(devices).find(([, { path }]) => path === '/')
  const disk = state.disk[root?.[0] ?? 'root']?.usage
  const figures: UsageFigure[] = [
    {
      id: 'memory',
      label: { en: 'Memory', fr: 'Mémoire' },
      used: state.memory.usage,
      limit: bytesIn(config['limits.memory']),
      unit: 'bytes',
    },
    {
      id: 'cpu',
      label: { en: 'Processor', fr: 'Processeur' },
      used: percent,
      limit: cores > 0 ? cores * 100 : null,
      unit: 'percent',
    },
    {
      id: 'processes',
      label: { en: 'Processes', fr: 'Processus' },
      used: Math.max(0, state.processes),
      limit: processes > 0 ? processes : null,
      unit: 'count',
    },
  ]
  // Storage without quotas does not say how full a disk is.
  if (disk === undefined || disk < 0) return figures
  const label = { en: 'Disk', fr: 'Disque' }
  return [
    ...figures,
    { id: 'disk', label, used: disk, limit: bytesIn(root?.[1].size), unit: 'bytes' },
  ]
}

function trafficOf({ network }: InstanceState): Traffic | null {
  const cards = Object.values(network).filter(({ type }) => type !== 'loopback')
  if (cards.length === 0) return null
  return {
    received: cards.reduce((sum, { counters }) => sum + counters.bytes_received, 0),
    sent: cards.reduce((sum, { counters }) => sum + counters.bytes_sent, 0),
  }
}

/** The last lines of the console; one that never ran has none, nor a virtual machine of LXD. */
export async function readConsole(
  incus: Incus,
  { name, created_at }: Instance,
  lines: number,
): Promise<Result<PanelLogLine[]>> {
  const { address, project } = incus.settings
  const read = await incus.readText(`${pathOf(name)}/console`)
  if (!read.ok && !isEmpty(read.error)) return read
  const known = [address, project, name, created_at].join(' ')
  const text = rememberConsole(known, read.ok ? read.value : '')
  return ok(consoleLines(text).slice(-lines))
}

/** LXD 5.0 says `open : no such file or directory` when there is nothing new. */
function isEmpty({ code, message }: ModuleError): boolean {
  return code === 'not_found' || code === 'rejected' || /no such file/.test(message)
}
