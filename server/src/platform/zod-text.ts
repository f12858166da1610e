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

/** Zod keeps what it was given out of its issues, and names its type in its message only. */
const TYPES: Record<string, unknown> = {
  ...{ string: '', number: 0, boolean: false, array: [], object: {}, null: null },
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
    const input = TYPES[/received (\w+)$/.exec(fallback)?.[1] ?? '']
    const said = speakers[language].localeError({ input, ...issue } as never)
    return (typeof said === 'string' ? said : said?.message) ?? fallback
  }
}
