import {
  type CivilDate,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  formatCivil,
  parseCivil,
  weekdayOfDays,
} from './civil.ts'
import { CYCLE_LENGTHS, type RecurringCycle } from './cycle.ts'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from './instant.ts'
import { offsetAt, spanAt } from './zone-offsets.ts'

export { isZone, offsetAt } from './zone-offsets.ts'

/** What the clock on the wall and the calendar beside it show in a zone. */
export interface LocalParts extends CivilDate {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

/** A calendar day written `YYYY-MM-DD`. */
export type LocalDate = string

/** The local date and time of an instant in a zone. */
export function localParts(instant: Instant, zone: string): LocalParts {
  const local = instant + offsetAt(instant, zone)
  const days = Math.floor(local / DAY)
  const rest = local - days * DAY
  return {
    ...civilFromDays(days),
    hour: Math.floor(rest / HOUR),
    minute: Math.floor(rest / MINUTE) % 60,
    second: Math.floor(rest / SECOND) % 60,
    millisecond: rest % SECOND,
  }
}

/** The calendar day of an instant in a zone, as `YYYY-MM-DD`. */
export function localDate(instant: Instant, zone: string): LocalDate {
  return formatCivil(civilFromDays(localDays(instant, zone)))
}

/** The first instant of a written day in a zone. Throws RangeError when it is no calendar day. */
export function startOfDate(date: LocalDate, zone: string): Instant {
  const civil = parseCivil(date)
  if (!civil) throw new RangeError(`not a calendar day: ${date}`)
  return startOfDays(daysFromCivil(civil.year, civil.month, civil.day), zone)
}

/**
 * The instant at which a zone's clocks show a local time given as milliseconds "as if UTC".
 * Like Temporal's `compatible`: a time skipped by a gap moves on by the gap's length, a time that
 * happens twice is the first of the two.
 */
export function instantOfLocal(localMs: number, zone: string): Instant {
  const span = spanAt(localMs - DAY, zone)
  const before = span.offsetMs
  if (localMs + DAY < span.until) return localMs - before
  const after = offsetAt(localMs + DAY, zone)
  const early = localMs - before
  if (before === after || offsetAt(early, zone) === before) return early
  const late = localMs - after
  return offsetAt(late, zone) === after ? late : early
}

/** Moves by calendar days; the wall-clock time stays, whatever daylight saving does between. */
export function addDays(instant: Instant, days: number, zone: string): Instant {
  if (days === 0) return instant
  return instantOfLocal(instant + offsetAt(instant, zone) + days * DAY, zone)
}

/**
 * Moves by whole periods: the wall-clock time stays and months come back to the anchor day:
 * 31 Jan → 28 Feb → 31 Mar. A local time in a gap of daylight saving moves on by the gap.
 */
export function addCycles(
  from: Instant,
  cycle: RecurringCycle,
  count: number,
  anchorDay: number,
  zone: string,
): Instant {
  const length = CYCLE_LENGTHS[cycle]
  if ('days' in length) return addDays(from, length.days * count, zone)
  if (count === 0) return from
  return addMonths(from, { months: length.months * count, anchorDay }, zone)
}

function addMonths(
  from: Instant,
  shift: { months: number; anchorDay: number },
  zone: string,
): Instant {
  const local = from + offsetAt(from, zone)
  const days = Math.floor(local / DAY)
  const date = civilFromDays(days)
  const monthIndex = date.year * 12 + date.month - 1 + shift.months
  const year = Math.floor(monthIndex / 12)
  const month = monthIndex - year * 12 + 1
  const day = Math.min(shift.anchorDay, daysInMonth(year, month))
  return instantOfLocal(daysFromCivil(year, month, day) * DAY + (local - days * DAY), zone)
}

/** The first instant of the instant's calendar day in a zone (not 00:00 where a gap skips it). */
export function startOfDay(instant: Instant, zone: string): Instant {
  return startOfDays(localDays(instant, zone), zone)
}

/** The first instant of the Monday of the instant's ISO week in a zone. */
export function isoWeekStart(instant: Instant, zone: string): Instant {
  const days = localDays(instant, zone)
  return startOfDays(days - (weekdayOfDays(days) - 1), zone)
}

/** The first instant of the ISO week after the instant's. */
export function nextIsoWeekStart(instant: Instant, zone: string): Instant {
  const days = localDays(instant, zone)
  return startOfDays(days - (weekdayOfDays(days) - 1) + 7, zone)
}

/** The first instant of the instant's calendar month in a zone. */
export function monthStart(instant: Instant, zone: string): Instant {
  const { year, month } = civilFromDays(localDays(instant, zone))
  return startOfDays(daysFromCivil(year, month, 1), zone)
}

/** The first instant of the calendar month after the instant's. */
export function nextMonthStart(instant: Instant, zone: string): Instant {
  const { year, month } = civilFromDays(localDays(instant, zone))
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
  return startOfDays(next, zone)
}

/** ISO weekday of an instant in a zone: Monday 1 … Sunday 7. */
export function weekday(instant: Instant, zone: string): number {
  return weekdayOfDays(localDays(instant, zone))
}

/** Days since 1970-01-01 of the instant's calendar day in a zone. */
export function localDays(instant: Instant, zone: string): number {
  return Math.floor((instant + offsetAt(instant, zone)) / DAY)
}

/** The instant at which a local day, counted since 1970-01-01, shows `hour`:00. */
export function instantOfHour(days: number, hour: number, zone: string): Instant {
  return instantOfLocal(days * DAY + hour * HOUR, zone)
}

function startOfDays(days: number, zone: string): Instant {
  const midnight = days * DAY
  const instant = instantOfLocal(midnight, zone)
  const skipped = instant + offsetAt(instant, zone) !== midnight
  return skipped ? spanAt(instant, zone).from : instant
}
