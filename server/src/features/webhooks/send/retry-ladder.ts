import { HOUR, type Instant, MINUTE, SECOND } from '../../../domain/instant.ts'

/** Waits between the attempts at one delivery: about a day in all. */
const LADDER = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  6 * HOUR,
] as const

/** Attempts at one delivery, the first one included. */
export const MOST_ATTEMPTS = LADDER.length + 1

/** When to try again after so many failed attempts; null when it is given up. */
export function nextAttempt(attempts: number, now: Instant): Instant | null {
  const wait = LADDER[attempts - 1]
  return wait === undefined ? null : now + wait
}
