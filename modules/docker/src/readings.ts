import {
  fail,
  type ModuleContext,
  ok,
  type PanelLogLine,
  type Result,
  type UsageFigure,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { z } from 'zod'
import type { Engine } from './client.ts'

/** A counter that an engine may not keep: absent or null. */
const counter = (absent: number) =>
  z
    .number()
    .nullish()
    .transform((value) => value ?? absent)

/** Of the engine's statistics what we use; engines differ in the rest. */
const statsSchema = z.object({
  read: z.string(),
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: counter(0) }),
    online_cpus: counter(1),
  }),
  memory_stats: z.object({
    usage: counter(0),
    limit: counter(0),
    stats: z.record(z.string(), z.number()).nullish(),
  }),
  networks: z
    .record(z.string(), z.object({ rx_bytes: counter(0), tx_bytes: counter(0) }))
    .nullish(),
})
type Stats = z.output<typeof statsSchema>

/** Between two looks at the processor's counter. */
const SAMPLE_MS = 500

/** Bytes over all network interfaces since the container was started. */
export interface Traffic {
  /** When it was read, epoch milliseconds. */
  readonly at: number
  readonly received: number
  readonly sent: number
}

/** What is measured at once: figures, and traffic where the engine counts it. */
export interface Measured {
  readonly usage: UsageFigure[]
  readonly traffic: Traffic | null
}

/** Memory and processor in use right now, and traffic; a container that does not run uses none. */
export async function measure(
  ctx: ModuleContext,
  engine: Engine,
  container: ContainerInfo,
  cpuPercent: number | null,
): Promise<Result<Measured>> {
  if (container.State !== 'running') {
    return ok({ usage: figuresOf({ memory: 0, limit: null, cpu: 0, cpuPercent }), traffic: null })
  }
  const first = await readStats(engine, container.Id)
  if (!first.ok) return first
  await ctx.sleep(SAMPLE_MS)
  const second = await readStats(engine, container.Id)
  if (!second.ok) return second
  const { usage, limit, stats } = second.value.memory_stats
  // The page cache can be dropped at any time: the engines' own tools leave it out too.
  const cache = stats?.inactive_file ?? stats?.total_inactive_file ?? 0
  const cpu = processorPercent(first.value, second.value)
  const memory = Math.max(0, usage - cache)
  return ok({
    usage: figuresOf({ memory, limit: limit || null, cpu, cpuPercent }),
    traffic: trafficOf(second.value),
  })
}

function trafficOf({ read, networks }: Stats): Traffic | null {
  const interfaces = Object.values(networks ?? {})
  const at = Date.parse(read)
  if (interfaces.length === 0 || Number.isNaN(at)) return null
  const sum = (count: 'rx_bytes' | 'tx_bytes') =>
    interfaces.reduce((total, one) => total + one[count], 0)
  return { at, received: sum('rx_bytes'), sent: sum('tx_bytes') }
}

/** As the engine's `ps` prints it: its titles, and a row per process. */
export interface ProcessList {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const topSchema = z.object({
  Titles: z.array(z.string()).nullish(),
  Processes: z.array(z.array(z.string())).nullish(),
})

/** The panel shows no more than this. */
const PROCESS_ROWS = 200

/** The processes of a container; null when it does not run. */
export async function readProcesses(
  engine: Engine,
  container: ContainerInfo,
): Promise<Result<ProcessList | null>> {
  if (container.State !== 'running') return ok(null)
  const top = await engine.call((docker) => docker.getContainer(container.Id).top({}))
  if (!top.ok) return top
  const { Titles, Processes } = topSchema.parse(top.value)
  return ok({ titles: Titles ?? [], rows: (Processes ?? []).slice(0, PROCESS_ROWS) })
}

async function readStats(engine: Engine, id: string): Promise<Result<Stats>> {
  const stats = await engine.call((docker) =>
    docker.getContainer(id).stats({ stream: false, 'one-shot': true }),
  )
  if (!stats.ok) return stats
  const read = statsSchema.safeParse(stats.value)
  return read.success ? ok(read.data) : fail('transient', 'Unexpected answer of the statistics')
}

/** Nanoseconds of processor time per nanosecond passed; 100 is one core. */
function processorPercent(first: Stats, second: Stats): number {
  const passedMs = Date.parse(second.read) - Date.parse(first.read)
  const used = second.cpu_stats.cpu_usage.total_usage - first.cpu_stats.cpu_usage.total_usage
  if (passedMs <= 0 || used <= 0) return 0
  return Math.round(used / (passedMs * 10_000))
}

function figuresOf(read: {
  memory: number
  limit: number | null
  cpu: number
  cpuPercent: number | null
}): UsageFigure[] {
  return [
    {
      id: 'memory',
      label: { en: 'Memory', fr: 'Mémoire' },
      used: read.memory,
      limit: read.limit,
      unit: 'bytes',
    },
    {
      id: 'cpu',
      label: { en: 'Processor', fr: 'Processeur' },
      used: read.cpu,
      limit: read.cpuPercent,
      unit: 'percent',
    },
  ]
}

/** The last lines that the container wrote. */
export async function readLog(
  engine: Engine,
  container: ContainerInfo,
  lines: number,
): Promise<Result<PanelLogLine[]>> {
  const log = await engine.call((docker, abortSignal) =>
    docker.getContainer(container.Id).logs({
      stdout: true,
      stderr: true,
      timestamps: true,
      tail: lines,
      follow: false,
      abortSignal,
    }),
  )
  if (!log.ok) return log
  return ok(parseLog(Buffer.isBuffer(log.value) ? log.value : Buffer.alloc(0)).slice(-lines))
}

/**
 * Reads the engine's log format: frames of an 8-byte head (stream, length) and text; without a head
 * when the container has a terminal. Each line begins with its time.
 */
export function parseLog(bytes: Buffer): PanelLogLine[] {
  if (bytes.length > 0 && !hasFrames(bytes)) return linesOf('stdout', bytes.toString('utf8'))
  const lines: PanelLogLine[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at + 4)
    const stream = bytes[at] === 2 ? 'stderr' : 'stdout'
    lines.push(...linesOf(stream, bytes.toString('utf8', at + 8, at + 8 + size)))
    at += 8 + size
  }
  return lines
}

function hasFrames(bytes: Buffer): boolean {
  const stream = bytes[0] ?? 255
  return bytes.length >= 8 && stream <= 2 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0
}

function linesOf(stream: 'stdout' | 'stderr', text: string): PanelLogLine[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => {
    const [, time, rest] = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/.exec(line) ?? [null, '', line]
    const at = Date.parse(time ?? '')
    return Number.isNaN(at) ? { at: null, stream, text: line } : { at, stream, text: rest ?? '' }
  })
}
