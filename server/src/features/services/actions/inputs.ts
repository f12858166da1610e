import { z } from 'zod'
import { LATEST_TYPED } from '../../../domain/instant.ts'

/** What an action on a service answers: the operation that goes on behind it, if any. */
export const moveOutput = z.object({ operationId: z.uuid().nullable() })

export const note = z
  .string()
  .trim()
  .max(1000)
  .default('')
  .meta({ label: { en: 'Note (staff only)', fr: 'Note (équipe seulement)' }, multiline: true })

export const message = z
  .string()
  .trim()
  .max(2000)
  .default('')
  .meta({ label: { en: 'Message to the customer', fr: 'Message au client' }, multiline: true })

export const notify = z
  .boolean()
  .default(true)
  .meta({ label: { en: 'Mail the customer', fr: 'Prévenir le client par e-mail' } })

/** The service's name, typed to confirm what cannot be undone. */
export const confirmName = z
  .string()
  .max(100)
  .meta({ label: { en: 'Name of the service, to confirm', fr: 'Nom du service, pour confirmer' } })

/** An ISO 8601 instant, as epoch milliseconds; at most {@link LATEST_TYPED}. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at <= LATEST_TYPED)

export const date = (label: { en: string; fr: string }) =>
  z.iso.datetime({ offset: true }).meta({ label, format: 'date-time' })
