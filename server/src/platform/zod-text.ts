import { z } from 'zod'
import { type Language, say } from './text.ts'

const speakers = { en: z.locales.en(), fr: z.locales.fr() }

/**
 * A validation issue in a language; `fallback` for issues that carry a message of their own, which
 * may be a key of the catalogue of texts.
 */
export function zodText(issue: { code: string }, fallback: string) {
  return (language: Language): string => {
    if (issue.code === 'custom') return say(fallback, language)
    const said = speakers[language].localeError(issue as never)
    return (typeof said === 'string' ? said : said?.message) ?? fallback
  }
}
