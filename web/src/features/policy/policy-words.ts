import type { TFunction } from 'i18next'
import type { Hours } from './policy-fields.ts'

/** The value of a policy's field in words: `7`, `14, 7, 3`, `9–18 h`. */
export function policyValueText(value: unknown, t: TFunction): string {
  if (value === null || value === undefined) return t('policy.unlimited')
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : t('policy.none')
  if (typeof value === 'object') {
    const { fromHour, toHour } = value as Hours
    return `${fromHour}–${toHour} h`
  }
  return typeof value === 'string'
    ? t(`policy.options.${value}`, { defaultValue: value })
    : String(value)
}

/** An inherited value with the level that it comes from. */
export function inheritedText(value: unknown, level: string, t: TFunction): string {
  return `${policyValueText(value, t)} (${t(`policy.level.${level}`, { defaultValue: level })})`
}
