import { civilFromDays, daysFromCivil } from './civil.ts'
import { DAY, type Instant } from './instant.ts'

/** From `from` on and before `until`, local time is UTC plus `offsetMs`. Cut at UTC years. */
export interface OffsetSpan {
  readonly from: Instant
  readonly until: Instant
  readonly offsetMs: number
}

interface ZoneTable {
  readonly zone: string
  readonly format: Intl.DateTimeFormat
  readonly years: Map<number, readonly OffsetSpan[]>
  /** The span of the last answer: the questions of one service lie close together. */
  recent: OffsetSpan
}

/** Offsets never change for less than this; the finest rules in use change them for four weeks. */
const PROBE_MS = 7 * DAY

const tables = new Map<string, ZoneTable>()
/** The zone asked for last; an installation has one. */
let latest: ZoneTable | null = null

/** True when the runtime knows the IANA zone, for example `Europe/Paris`. */
export function isZone(zone: string): boolean {
  if (tables.has(zone)) return true
  try {
    tableOf(zone)
    return true
  } catch {
    return false
  }
}

/**
 * Local time minus UTC at an instant, in milliseconds.
 * Throws RangeError for an unknown zone. Each UTC year of a zone is computed once and kept.
 */
export function offsetAt(instant: Instant, zone: string): number {
  return spanAt(instant, zone).offsetMs
}

/** The span of constant offset, within the instant's UTC year, that an instant lies in. */
export function spanAt(instant: Instant, zone: string): OffsetSpan {
  const table = latest?.zone === zone ? latest : tableOf(zone)
  const { recent } = table
  if (instant >= recent.from && instant < recent.until) return recent
  const spans = spansOfYear(civilFromDays(Math.floor(instant / DAY)).year, table)
  let index = spans.length - 1
  while (index > 0 && (spans[index] as OffsetSpan).from > instant) index--
  table.recent = spans[index] as OffsetSpan
  return table.recent
}

function spansOfYear(year: number, table: ZoneTable): readonly OffsetSpan[] {
  const known = table.years.get(year)
  if (known) return known
  const spans = computeSpans(year, table.format)
  table.years.set(year, spans)
  return spans
}

function tableOf(zone: string): ZoneTable {
  const known = tables.get(zone)
  if (known) {
    latest = known
    return known
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const recent = { from: 0, until: 0, offsetMs: 0 }
  const table = { zone, format, years: new Map<number, readonly OffsetSpan[]>(), recent }
  tables.set(zone, table)
  return table
}

function computeSpans(year: number, format: Intl.DateTimeFormat): readonly OffsetSpan[] {
  const start = daysFromCivil(year, 1, 1) * DAY
  const end = daysFromCivil(year + 1, 1, 1) * DAY
  const changes = [{ from: start, offsetMs: readOffset(start, format) }]
  for (let probe = start; probe < end; probe += PROBE_MS) {
    const next = Math.min(probe + PROBE_MS, end - 1000)
    const before = changes.at(-1)?.offsetMs ?? 0
    const offsetMs = readOffset(next, format)
    if (offsetMs !== before)
      changes.push({ from: firstChange(probe, next, before, format), offsetMs })
  }
  return changes.map((change, index) => ({ ...change, until: changes[index + 1]?.from ?? end }))
}

/** The first whole second after `low` (offset `before`) at which the offset is another one. */
function firstChange(low: Instant, high: Instant, before: number, format: Intl.DateTimeFormat) {
  let [same, other] = [low, high]
  while (other - same > 1000) {
    const middle = same + Math.floor((other - same) / 2000) * 1000
    if (readOffset(middle, format) === before) same = middle
    else other = middle
  }
  return other
}

/** Asks the runtime for the local time of a whole second and subtracts. */
function readOffset(instant: Instant, format: Intl.DateTimeFormat): number {
  const match = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/.exec(format.format(instant))
  if (!match) throw new RangeError('the runtime does not write local times as expected')
  const [month, day, year, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const local = daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000
  return local - Math.floor(instant / 1000) * 1000
}
