import { z } from 'zod'
import { defineTexts, type Language, say } from './text.ts'

const speakers = { en: z.locales.en(), fr: z.locales.fr() }

defineTexts({
  'problem.not_a_number': {
    en: '“{field}” must be a number.',
    fr: '« {field} » doit être un nombre.',
  },
  'problem.not_a_whole_number': {
    en: '“{field}” must be a whole number.',
    fr: '« {field} » doit être un nombre entier.',
  },
})

const NUMBERS: Record<string, string> = {
  number: 'problem.not_a_number',
  int: 'problem.not_a_whole_number',
}

/**
 * A validation issue in a language; `fallback` for issues that carry a message of their own, which
 * may be a key of the catalogue of texts. `field` is the name that the request gives the field.
 */
export function zodText(
  issue: { code: string; expected?: unknown },
  fallback: string,
  field?: string,
) {
  return (language: Language): string => {
    if (issue.code === 'custom') return say(fallback, language)
    const wanted = issue.code === 'invalid_type' ? NUMBERS[String(issue.expected)] : undefined
    if (wanted && field) return say({ key: wanted, params: { field } }, language)
    const said = speakers[language].localeError(issue as never)
    return (typeof said === 'string' ? said : said?.message) ?? fallback
  }
}
