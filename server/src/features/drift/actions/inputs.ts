import { z } from 'zod'

/** What an action on a row answers: the operation that goes on behind it, if any. */
export const fixOutput = z.object({ operationId: z.uuid().nullable() })

export const note = z
  .string()
  .trim()
  .max(1000)
  .default('')
  .meta({ label: { en: 'Note (staff only)', fr: 'Note (équipe seulement)' }, multiline: true })
