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

/** No receiver puts us off for longer than this, or than we would have waited anyway. */
const LONGEST_ASKED_MS = HOUR

/**
 * When to try again after so many failed attempts; null when it is given up. A receiver that is busy
 * may ask for more time than the ladder leaves it, never for less.
 */
export function nextAttempt(
  attempts: number,
  now: Instant,
  askedMs: number | null = null,
): Instant | null {
  const wait = LADDER[attempts - 1]
  if (wait === undefined) return null
  return now + Math.max(wait, Math.min(askedMs ?? 0, LONGEST_ASKED_MS))
}
