import type { TFunction } from 'i18next'

/** Without a sweep for this long something is wrong with the automation. */
export const LATE_MS = 5 * 60_000

/** "last sweep 12 s ago", or where that is said beside it "12 s ago"; null: it has not run yet. */
export function sweptWords(agoMs: number | null, t: TFunction, isShort = false): string {
  if (agoMs === null) return t(isShort ? 'automation.never' : 'automation.neverSwept')
  const seconds = Math.round(agoMs / 1000)
  const minutes = Math.floor(seconds / 60)
  if (isShort) {
    return seconds < 120
      ? t('automation.agoSeconds', { count: seconds })
      : t('automation.agoMinutes', { count: minutes })
  }
  return seconds < 120
    ? t('automation.sweptSeconds', { count: seconds })
    : t('automation.sweptMinutes', { count: minutes })
}
