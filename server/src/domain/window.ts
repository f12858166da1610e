import { instantOfHour, type LocalDate, localDays } from './calendar.ts'
import { civilFromDays, formatCivil, weekdayOfDays } from './civil.ts'
import type { Instant } from './instant.ts'

/** The hours of the day, in the business time zone, in which something may happen. */
export interface HoursWindow {
  /** First hour, 0–23, included. */
  readonly fromHour: number
  /** Hour 1–24 at which it closes, excluded; later than `fromHour`. */
  readonly toHour: number
  /** False keeps Saturdays and Sundays closed. */
  readonly weekends: boolean
  /** Closed days, usually the holidays. */
  readonly closedOn: readonly LocalDate[]
}

/** After so many closed days in a row a window counts as open: nothing may wait for ever. */
const LONGEST_CLOSURE_DAYS = 60

/** The earliest instant, not before the given one, that lies in the window. */
export function nextInWindow(instant: Instant, window: HoursWindow, zone: string): Instant {
  const today = localDays(instant, zone)
  const kept = keptHours(window, zone)
  for (let days = today; days <= today + LONGEST_CLOSURE_DAYS; days++) {
    let hours = kept.get(days)
    if (hours === undefined) {
      hours = hoursOn(days, window, zone)
      kept.set(days, hours)
    }
    if (hours && instant < hours.closesAt) return Math.max(instant, hours.opensAt)
  }
  return instant
}

interface OpenHours {
  readonly opensAt: Instant
  readonly closesAt: Instant
}

/** The hours of the days that a window was asked about; null for days on which it does not open. */
type KeptHours = Map<number, OpenHours | null>

const kept = new WeakMap<HoursWindow, { zone: string; hours: KeptHours }>()

/** One window is asked about the same days by every service that it is for. */
function keptHours(window: HoursWindow, zone: string): KeptHours {
  const known = kept.get(window)
  if (known?.zone === zone) return known.hours
  const hours: KeptHours = new Map()
  kept.set(window, { zone, hours })
  return hours
}

function hoursOn(days: number, window: HoursWindow, zone: string): OpenHours | null {
  if (!isOpenOn(days, window)) return null
  const opensAt = instantOfHour(days, window.fromHour, zone)
  const closesAt = instantOfHour(days, window.toHour, zone)
  // Its hours may be the ones that daylight saving skips.
  return opensAt < closesAt ? { opensAt, closesAt } : null
}

/** True when the window is open at the instant. */
export function isInWindow(instant: Instant, window: HoursWindow, zone: string): boolean {
  return nextInWindow(instant, window, zone) === instant
}

function isOpenOn(days: number, window: HoursWindow): boolean {
  if (!window.weekends && weekdayOfDays(days) > 5) return false
  if (window.closedOn.length === 0) return true
  return !window.closedOn.includes(formatCivil(civilFromDays(days)))
}
