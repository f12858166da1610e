/** What an expiry badge says. Days are whole and counted so that "0 days" never appears. */
export type ExpiryWords =
  | { kind: 'for_life' }
  | { kind: 'left'; unit: 'days' | 'hours'; count: number; soon: boolean }
  | { kind: 'overdue'; unit: 'days' | 'hours'; count: number }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SOON_DAYS = 14

/** The words for an expiry at `now`, both epoch milliseconds; null is for life. */
export function expiryWords(expiresAt: number | null, now: number): ExpiryWords {
  if (expiresAt === null) return { kind: 'for_life' }
  const left = expiresAt - now
  const size = Math.abs(left)
  const span =
    size >= DAY_MS
      ? { unit: 'days' as const, count: Math.floor(size / DAY_MS) }
      : { unit: 'hours' as const, count: Math.max(1, Math.floor(size / HOUR_MS)) }
  if (left < 0) return { kind: 'overdue', ...span }
  return { kind: 'left', ...span, soon: left < SOON_DAYS * DAY_MS }
}
