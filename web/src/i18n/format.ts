import { useTranslation } from 'react-i18next'
import { localeOf } from './languages.ts'

/** Money as the API gives it: whole minor units as a string, ISO 4217 currency. */
export interface Money {
  amount: string
  currency: string
}

/** Minor units by ISO 4217 where they are not two decimals; `Intl` counts otherwise for some. */
const DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/** How many decimals a currency has: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  const found = Object.entries(DIGITS).find(([, currencies]) => currencies.includes(currency))
  return found ? Number(found[0]) : 2
}

/**
 * Minor units as a decimal number in text: `1999` with 2 digits → `19.99`. Text all the way, so
 * that no amount passes through a float.
 */
export function toDecimal(amount: string, digits: number): string {
  const negative = amount.startsWith('-')
  const padded = amount.replace('-', '').padStart(digits + 1, '0')
  const whole = padded.slice(0, padded.length - digits)
  const fraction = digits > 0 ? `.${padded.slice(-digits)}` : ''
  return `${negative ? '-' : ''}${whole}${fraction}`
}

/**
 * A typed decimal as minor units: `19,9` with 2 digits → `1990`; null when it is no amount or has
 * more decimals than the currency.
 */
export function toMinorUnits(decimal: string, digits: number): string | null {
  const match = /^(-?)(\d+)(?:[.,](\d*))?$/.exec(decimal.trim().replace(/\s/g, ''))
  if (!match) return null
  const fraction = match[3] ?? ''
  if (fraction.length > digits) return null
  const units = `${match[2]}${fraction.padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '')
  return match[1] && units !== '0' ? `-${units}` : units
}

/** Money in the habits of a language: `19,99 €`, `€19.99`. */
export function formatMoney(money: Money, language: string): string {
  const digits = currencyDigits(money.currency)
  const format = new Intl.NumberFormat(localeOf(language), {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(toDecimal(money.amount, digits) as `${number}`)
}

/** A number with its separators; a unit is set behind a narrow space by the caller. */
export function formatNumber(value: number, language: string, digits = 2): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: digits }).format(value)
}

/** Bytes in binary units with the words people read: `6.4 GB`. */
export function formatBytes(bytes: number, language: string): string {
  const units =
    language === 'fr' ? ['o', 'Ko', 'Mo', 'Go', 'To', 'Po'] : ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
  let step = 0
  let value = bytes
  while (Math.abs(value) >= 1024 && step < units.length - 1) {
    value /= 1024
    step += 1
  }
  return `${formatNumber(value, language, value < 10 ? 1 : 0)} ${units[step]}`
}

/** A moment, to the minute: `21 Nov 2026, 20:37`. */
export function formatInstant(iso: string, language: string): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return format.format(new Date(iso))
}

/** The time of day of a moment in epoch milliseconds: `20:37`. */
export function formatTime(at: number, language: string): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
  })
  return format.format(at)
}

/** The day of a moment, or a calendar day: `21 Nov 2026`. */
export function formatDay(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium' }).format(new Date(iso))
}

/** Ways to write a calendar day. */
const DAY_STYLES = {
  /** `Mon 23 Nov` */
  short: { weekday: 'short', day: 'numeric', month: 'short' },
  /** `23 Nov`, for the axis of a chart */
  tick: { day: 'numeric', month: 'short' },
  /** `Monday 23 November 2026` */
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** `Mon` */
  weekday: { weekday: 'short' },
  /** `Nov` */
  month: { month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** A calendar day, `2026-11-23`, which is the same day in every time zone. */
export function formatCalendarDay(
  on: string,
  language: string,
  style: keyof typeof DAY_STYLES,
): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    ...DAY_STYLES[style],
    timeZone: 'UTC',
  })
  return format.format(new Date(`${on}T12:00:00Z`))
}

/** An amount in few letters, where the exact one stands nearby: `€1.23K`. */
export function formatMoneyShort({ amount, currency }: Money, language: string): string {
  const format = new Intl.NumberFormat(localeOf(language), {
    style: 'currency',
    currency,
    notation: 'compact',
    currencyDisplay: 'narrowSymbol',
    maximumSignificantDigits: 3,
  })
  return format.format(toDecimal(amount, currencyDigits(currency)) as `${number}`)
}

/** How long something took: `0.4 s`, `12 s`, `3 min 20 s`. */
export function formatDuration(ms: number, language: string): string {
  if (ms < 1000) return `${formatNumber(ms, language, 0)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${formatNumber(seconds, language, seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  const left = Math.round(seconds % 60)
  return left === 0 ? `${minutes} min` : `${minutes} min ${left} s`
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** How long ago or ahead: `3 hours ago`, `dans 2 jours`, `now`. Both in epoch milliseconds. */
export function formatRelative(at: number, now: number, language: string): string {
  const seconds = Math.round((at - now) / 1000)
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return format.format(0, 'second')
}

/** The formatters of this page, bound to the language on screen. */
export function useFormat() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return {
    language,
    money: (money: Money) => formatMoney(money, language),
    number: (value: number, digits?: number) => formatNumber(value, language, digits),
    bytes: (bytes: number) => formatBytes(bytes, language),
    instant: (iso: string) => formatInstant(iso, language),
    day: (iso: string) => formatDay(iso, language),
    time: (at: number) => formatTime(at, language),
    calendarDay: (on: string, style: keyof typeof DAY_STYLES) =>
      formatCalendarDay(on, language, style),
    moneyShort: (money: Money) => formatMoneyShort(money, language),
    duration: (ms: number) => formatDuration(ms, language),
    relative: (at: number, now: number) => formatRelative(at, now, language),
  }
}
