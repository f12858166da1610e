import { type Instant, MINUTE } from '../../../domain/instant.ts'

/** Minutes until the next attempt; the last one is repeated. */
const LADDER_MINUTES = [1, 5, 15, 60] as const

/** The first attempt, the ladder, and then every hour: about a day in all. */
const ATTEMPTS = 28

/** When to try again after so many failed attempts; null when it is given up. */
export function nextAttempt(attempts: number, now: Instant): Instant | null {
  if (attempts >= ATTEMPTS) return null
  return now + (LADDER_MINUTES[attempts - 1] ?? 60) * MINUTE
}
