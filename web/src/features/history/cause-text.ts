import type { TFunction } from 'i18next'

/** Why something happened, in a few words; nothing where somebody simply asked for it. */
export function causeText(cause: Record<string, unknown> | null | undefined, t: TFunction): string {
  if (!cause) return ''
  const { kind } = cause
  if (kind === 'policy') {
    const step = t(`history.step.${String(cause.step)}`, { defaultValue: String(cause.step) })
    return t('history.cause.policy', { step })
  }
  if (kind === 'payment') return t('history.cause.payment', { reference: String(cause.reference) })
  if (kind === 'operation') return causeText(cause.because as Record<string, unknown> | null, t)
  return ''
}
