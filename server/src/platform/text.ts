import { localDate } from '../domain/calendar.ts'

/** The languages every text exists in. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/**
 * What stands in a text's gap: a plain value, another text, a list of texts, or an instant that is
 * written as a day in the business zone.
 */
export type TextParam = string | number | Text | readonly Text[] | { instant: number; zone: string }
export type TextParams = Record<string, TextParam>

/** A text that is not yet in a language: a key of a catalogue, and what stands in its gaps. */
export interface Text {
  key: string
  params?: TextParams
}

export type Catalogue = Record<string, Record<Language, string>>

const catalogue: Catalogue = {}

/**
 * Adds a feature's texts to the catalogue. `{name}` marks a gap. Keys start with the feature's
 * noun (`service.not_active`); a key defined twice is a bug.
 */
export function defineTexts<C extends Catalogue>(texts: C): { [K in keyof C]: K } {
  for (const [key, text] of Object.entries(texts)) {
    if (catalogue[key]) throw new Error(`text defined twice: ${key}`)
    catalogue[key] = text
  }
  return Object.fromEntries(Object.keys(texts).map((key) => [key, key])) as { [K in keyof C]: K }
}

/** The text in a language, with its gaps filled. An unknown key is shown as it is. */
export function say(text: Text | string, language: Language): string {
  const { key, params } = typeof text === 'string' ? { key: text, params: undefined } : text
  const template = catalogue[key]?.[language] ?? key
  if (!params) return template
  return template.replace(/\{(\w+)\}/g, (gap, name) => {
    const value = params[name]
    return value === undefined ? gap : sayParam(value, language)
  })
}

function sayParam(value: TextParam, language: Language): string {
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((text) => say(text, language)).join(', ')
  if ('instant' in value) return sayDay(value.instant, value.zone, language)
  return say(value as Text, language)
}

/** A day as people write it: "5 April 2025", « 5 avril 2025 ». */
export function sayDay(instant: number, zone: string, language: Language): string {
  const day = localDate(instant, zone)
  const known = daysSaid[language].get(day)
  if (known !== undefined) return known
  const said = DAY_FORMATS[language].format(Date.parse(day))
  if (daysSaid[language].size === DAYS_KEPT) daysSaid[language].clear()
  daysSaid[language].set(day, said)
  return said
}

const longDay = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
const DAY_FORMATS = { en: longDay('en-GB'), fr: longDay('fr-FR') }

/** A run says the same few days thousands of times. */
const daysSaid = { en: new Map<string, string>(), fr: new Map<string, string>() }
const DAYS_KEPT = 1000

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language)
}

/** The first language of an Accept-Language header that we speak. */
export function acceptedLanguage(header: string | undefined, fallback: Language): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase()
    if (isLanguage(tag)) return tag
  }
  return fallback
}

/** Whether the catalogue has this key. */
export function hasText(key: string): boolean {
  return key in catalogue
}

/** Every key with its languages, for the test that nothing is left untranslated. */
export function allTexts(): Readonly<Catalogue> {
  return catalogue
}
