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
  for (let days = today; days <= today + LONGEST_CLOSURE_DAYS; days++) {
    if (!isOpenOn(days, window)) continue
    const opensAt = instantOfHour(days, window.fromHour, zone)
    const closesAt = instantOfHour(days, window.toHour, zone)
    if (instant < closesAt) return Math.max(instant, opensAt)
  }
  return instant
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
