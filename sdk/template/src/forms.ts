import { field, formSchema } from '@berth/sdk'
import { z } from 'zod'

/** How to reach the provider: staff fill this in for each server. */
export const serverSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).meta(
    field({
      label: { en: 'Address', fr: 'Adresse' },
      placeholder: 'https://api.example.com',
    }),
  ),
  token: z
    .string()
    .min(1)
    .meta(field({ label: { en: 'Token', fr: 'Jeton' }, secret: true })),
})
export type Settings = z.output<typeof serverSettings>

/** What a product sells. */
export const productSettings = z.strictObject({
  memoryMb: z
    .int()
    .min(256)
    .default(1024)
    .meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' })),
})
export type Product = z.output<typeof productSettings>

/** What the customer is asked when ordering. */
export const orderForm = z.strictObject({
  hostname: z
    .string()
    .max(63)
    .regex(/^[a-z0-9-]*$/)
    .default('')
    .meta(
      field({
        label: { en: 'Host name', fr: 'Nom d’hôte' },
        help: { en: 'Empty: we choose one.', fr: 'Vide : nous en choisissons un.' },
      }),
    ),
})
export type Order = z.output<typeof orderForm>

/** What the panel's actions ask. */
export const actionForms = {
  note: z.strictObject({
    text: z
      .string()
      .max(200)
      .default('')
      .meta(field({ label: { en: 'Note', fr: 'Note' } })),
  }),
}
export const noteForm = formSchema(actionForms.note)
