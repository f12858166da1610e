import { z } from 'zod'

/** More values than this in one filter are a mistake, not a wish. */
const MAX_VALUES = 100

/**
 * Values separated by commas, or the parameter repeated. What it answers it also takes, so that
 * parsed filters may be stored and parsed again. The first wrong value is an error of the parameter.
 */
export function listOf<T extends string>(item: z.ZodType<T>, description: string, separator = ',') {
  return z
    .union([z.string().max(5000), z.array(z.string().max(300)).max(MAX_VALUES)])
    .transform((given, issues): T[] => {
      const texts = [given].flat().flatMap((text) => (separator ? text.split(separator) : [text]))
      const values = new Set<T>()
      for (const text of texts.map((each) => each.trim()).filter((each) => each !== '')) {
        const parsed = item.safeParse(text)
        if (parsed.success) values.add(parsed.data)
        else issues.addIssue({ ...parsed.error.issues[0], path: [], input: text } as never)
        if (!parsed.success) return z.NEVER
      }
      if (values.size <= MAX_VALUES) return [...values]
      issues.addIssue({ code: 'too_big', origin: 'array', maximum: MAX_VALUES, input: given })
      return z.NEVER
    })
    .optional()
    .meta({ description })
}
