import type { TFunction } from 'i18next'

/** Without a sweep for this long something is wrong with the automation. */
export const LATE_MS = 5 * 60_000

/** "last sweep 12 s ago"; null: it has not run yet. */
export function sweptWords(agoMs: number | null, t: TFunction): string {
  if (agoMs === null) return t('automation.neverSwept')
  const seconds = Math.round(agoMs / 1000)
  return seconds < 120
    ? t('automation.sweptSeconds', { count: seconds })
    : t('automation.sweptMinutes', { count: Math.floor(seconds / 60) })
}
