import type { ForecastDay } from './forecast-types.ts'

const DAY_MS = 86_400_000
const WEEK_DAYS = 7

/** Monday first, as calendars are printed where Berth is at home. */
const weekdayOf = (on: string) => (new Date(`${on}T12:00:00Z`).getUTCDay() + 6) % WEEK_DAYS

/** The calendar day so many days later. */
export function addDays(on: string, days: number): string {
  const at = new Date(`${on}T12:00:00Z`).getTime() + days * DAY_MS
  return new Date(at).toISOString().slice(0, 10)
}

/** One field of the calendar: a day of the forecast, or one before or after it. */
export interface CalendarField {
  on: string
  day: ForecastDay | null
}

/** The weeks that the days stand in, each from Monday to Sunday. */
export function weeksOf(days: readonly ForecastDay[]): CalendarField[][] {
  const first = days[0]
  const last = days.at(-1)
  if (!first || !last) return []
  const known = new Map(days.map((day) => [day.on, day]))
  const weeks: CalendarField[][] = []
  for (let monday = addDays(first.on, -weekdayOf(first.on)); monday <= last.on; ) {
    weeks.push(
      Array.from({ length: WEEK_DAYS }, (_, index) => {
        const on = addDays(monday, index)
        return { on, day: known.get(on) ?? null }
      }),
    )
    monday = addDays(monday, WEEK_DAYS)
  }
  return weeks
}

const MOVES: Record<string, (on: string) => string> = {
  ArrowLeft: (on) => addDays(on, -1),
  ArrowRight: (on) => addDays(on, 1),
  ArrowUp: (on) => addDays(on, -WEEK_DAYS),
  ArrowDown: (on) => addDays(on, WEEK_DAYS),
  Home: (on) => addDays(on, -weekdayOf(on)),
  End: (on) => addDays(on, WEEK_DAYS - 1 - weekdayOf(on)),
  PageUp: (on) => addDays(on, -4 * WEEK_DAYS),
  PageDown: (on) => addDays(on, 4 * WEEK_DAYS),
}

/** The day that a key leads to, within the forecast; null for keys that lead nowhere. */
export function moveDay(
  on: string,
  key: string,
  { from, to }: { from: string; to: string },
): string | null {
  const next = MOVES[key]?.(on)
  if (next === undefined) return null
  return next < from ? from : next > to ? to : next
}
