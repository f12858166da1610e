import { civilFromDays, daysFromCivil, formatCivil, parseCivil } from './civil.ts'

/**
 * A moment: whole milliseconds since 1970-01-01T00:00:00Z. Every `…At` in the code is one.
 * It has no zone; what day it is somewhere is a question to `calendar.ts`.
 */
export type Instant = number

/** One second in milliseconds. */
export const SECOND = 1_000
/** One minute in milliseconds. */
export const MINUTE = 60 * SECOND
/** One hour in milliseconds. */
export const HOUR = 60 * MINUTE
/** Twenty-four hours in milliseconds. It is not a calendar day: use `addDays` for those. */
export const DAY = 24 * HOUR

/**
 * The last moment that people may type for a service, 2200-01-01T00:00:00Z: a slip of a digit is
 * none, and every period after it can still be counted and stored.
 */
export const LATEST_TYPED: Instant = 7_258_118_400_000

const LARGEST = 8.64e15

/** True for a whole number of milliseconds in the years that ISO 8601 writes with four digits. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST
}

/** ISO 8601 in UTC with milliseconds and a final Z, as JSON carries it: `2025-03-10T12:00:00.000Z`. */
export function toIso(instant: Instant): string {
  const days = Math.floor(instant / DAY)
  const rest = instant - days * DAY
  const part = (unit: number, size: number, width: number) =>
    String(Math.floor(rest / unit) % size).padStart(width, '0')
  const clock = `${part(HOUR, 24, 2)}:${part(MINUTE, 60, 2)}:${part(SECOND, 60, 2)}`
  return `${formatCivil(civilFromDays(days))}T${clock}.${part(1, 1000, 3)}Z`
}

const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * Reads ISO 8601 with an explicit Z or offset and at most milliseconds; seconds may be left out.
 * Returns null for anything else: a local time, a bare date, a day that does not exist, 24:00.
 */
export function fromIso(text: string): Instant | null {
  const match = ISO.exec(text)
  const date = match ? parseCivil(match[1] ?? '') : null
  if (!match || !date) return null
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const offset = offsetMs(match[6] ?? 'Z')
  if (offset === null) return null
  const clock = hour * HOUR + minute * MINUTE + second * SECOND
  const milliseconds = Number((match[5] ?? '').padEnd(3, '0'))
  return daysFromCivil(date.year, date.month, date.day) * DAY + clock + milliseconds - offset
}

function offsetMs(text: string): number | null {
  if (text === 'Z') return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))]
  if (hours > 23 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE)
}
