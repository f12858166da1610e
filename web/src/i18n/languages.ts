/** The languages every text of the application exists in. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own name, for the switch. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', fr: 'Français' }

/** The regional habits (dates, numbers) that go with a language. */
const LOCALES: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' }

/** The BCP 47 tag that `Intl` is given for a language. */
export function localeOf(language: string): string {
  return LOCALES[toLanguage(language) ?? 'en']
}

/** A supported language out of a tag such as `fr-CA`, or null when there is none. */
export function toLanguage(tag: string | null | undefined): Language | null {
  const short = tag?.slice(0, 2).toLowerCase()
  return LANGUAGES.find((language) => language === short) ?? null
}

/**
 * The language to show: the profile's, else the one chosen on this device, else the browser's
 * first supported one, else the installation's, else English.
 */
export function chooseLanguage(from: {
  profile?: string | null
  stored?: string | null
  browser?: readonly string[]
  installation?: string | null
}): Language {
  const browser = (from.browser ?? []).map(toLanguage).find((language) => language !== null)
  return (
    toLanguage(from.profile) ??
    toLanguage(from.stored) ??
    browser ??
    toLanguage(from.installation) ??
    'en'
  )
}
