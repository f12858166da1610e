import { useFormat } from '../../i18n/format.ts'
import { localText } from '../form/schema-model.ts'
import type { PanelCell, PanelText, PanelTone, PanelUnit } from './panel-types.ts'

export const TONE_COLORS: Record<PanelTone, string> = {
  neutral: 'gray',
  info: 'blue',
  success: 'teal',
  warning: 'yellow',
  danger: 'red',
}

/** Texts and numbers of a panel in the reader's language. */
export function usePanelWords() {
  const format = useFormat()
  const words = (text: PanelText | string) => localText(text, format.language) ?? ''
  const figure = (value: number, unit: PanelUnit | undefined): string => {
    switch (unit) {
      case 'bytes':
        return format.bytes(value)
      case 'bytes_per_second':
        return `${format.bytes(value)}/s`
      case 'percent':
        return `${format.number(value, 1)} %`
      case 'seconds':
        return formatSpan(value, format.number)
      case 'milliseconds':
        return `${format.number(value, 0)} ms`
      default:
        return format.number(value)
    }
  }
  const cell = (value: PanelCell | undefined, unit?: PanelUnit): string => {
    if (value === null || value === undefined) return '–'
    if (typeof value === 'number') return figure(value, unit)
    if (typeof value === 'boolean') return value ? '✓' : '✗'
    return words(value)
  }
  return { words, figure, cell, format }
}

/** Seconds in the two largest units: `3 d 4 h`; the letters are the same in both languages but for days. */
function formatSpan(seconds: number, number: (value: number, digits?: number) => string): string {
  const steps: [string, number][] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ]
  const first = steps.findIndex(([, size]) => seconds >= size)
  if (first === -1) return `${number(seconds, 1)} s`
  const [big, small] = [steps[first], steps[first + 1]]
  if (!big) return ''
  const whole = Math.floor(seconds / big[1])
  const rest = small ? Math.floor((seconds - whole * big[1]) / small[1]) : 0
  return rest > 0 && small
    ? `${number(whole)} ${big[0]} ${rest} ${small[0]}`
    : `${number(whole)} ${big[0]}`
}
