import { z } from 'zod'
import type { Language } from './text.ts'

const speakers = { en: z.locales.en(), fr: z.locales.fr() }

/** A validation issue in a language; `fallback` for issues that carry a message of their own. */
export function zodText(issue: { code: string }, fallback: string) {
  return (language: Language): string => {
    if (issue.code === 'custom') return fallback
    const said = speakers[language].localeError(issue as never)
    return (typeof said === 'string' ? said : said?.message) ?? fallback
  }
}
