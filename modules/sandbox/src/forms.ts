import { field, formSchema } from '@berth/sdk'
import { z } from 'zod'

/** How to reach the provider. */
export const serverSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).meta(
    field({
      label: { en: 'Address', fr: 'Adresse' },
      help: {
        en: 'Where the sandbox provider listens.',
        fr: 'Là où écoute le fournisseur bac à sable.',
      },
      placeholder: 'http://127.0.0.1:8099',
    }),
  ),
  token: z
    .string()
    .min(1)
    .meta(field({ label: { en: 'Token', fr: 'Jeton' }, secret: true })),
  callLimitMs: z
    .int()
    .min(50)
    .max(60_000)
    .default(10_000)
    .meta(
      field({
        label: { en: 'Time limit of a call', fr: 'Durée maximale d’un appel' },
        help: {
          en: 'A call without an answer for this long is given up; what it did is then looked up.',
          fr: 'Un appel resté sans réponse aussi longtemps est abandonné ; son effet est ensuite vérifié.',
        },
        unit: 'ms',
      }),
    ),
  space: z
    .string()
    .regex(/^[a-z0-9-]{0,40}$/)
    .default('')
    .meta(
      field({
        label: { en: 'Space', fr: 'Espace' },
        help: {
          en: 'Servers with different spaces share nothing: each has its own resources and behaviour.',
          fr: 'Des serveurs d’espaces différents ne partagent rien : chacun a ses ressources et son comportement.',
        },
      }),
    ),
})
export type SandboxSettings = z.output<typeof serverSettings>

/** The plan that a product sells. */
export const productSettings = z.strictObject({
  memoryMb: z
    .int()
    .min(64)
    .max(1_048_576)
    .default(1024)
    .meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' })),
  diskGb: z
    .int()
    .min(1)
    .max(65_536)
    .default(20)
    .meta(field({ label: { en: 'Disk', fr: 'Disque' }, unit: 'GiB' })),
  cpuCores: z
    .int()
    .min(1)
    .max(256)
    .default(1)
    .meta(field({ label: { en: 'Processor cores', fr: 'Cœurs de processeur' } })),
})
export type SandboxProduct = z.output<typeof productSettings>

const hostname = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*)?$/)

/** What the customer chooses. */
export const orderForm = z.strictObject({
  hostname: hostname.default('').meta(
    field({
      label: { en: 'Host name', fr: 'Nom d’hôte' },
      help: { en: 'Empty: we choose one.', fr: 'Vide : nous en choisissons un.' },
      placeholder: 'www.example.com',
    }),
  ),
  region: z
    .string()
    .min(1)
    .default('paris')
    .meta(field({ label: { en: 'Region', fr: 'Région' }, choices: 'regions' })),
})
export type SandboxOrder = z.output<typeof orderForm>

/** What actions of the panel ask. */
export const actionForms = {
  reinstall: z.strictObject({
    keepData: z
      .boolean()
      .default(true)
      .meta(field({ label: { en: 'Keep the data', fr: 'Conserver les données' } })),
  }),
  rename_host: z.strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta(field({ label: { en: 'Name at the provider', fr: 'Nom chez le fournisseur' } })),
  }),
}

/** The same forms as the panel carries them. */
export const actionFormSchemas = {
  reinstall: formSchema(actionForms.reinstall),
  rename_host: formSchema(actionForms.rename_host),
}
