import { field } from '@berth/sdk'
import { z } from 'zod'
import { imageOrNone } from './product-settings.ts'

/** One public key per line, as `authorized_keys` takes them. */
const KEYS =
  /^(?:(?:(?:ssh|ecdsa|sk)-[A-Za-z0-9@.-]+ [A-Za-z0-9+/=]+(?: [^\r\n"\\]*)?)?(?:\r?\n|$))*$/

/** What the customer gives. */
export const orderForm = z.strictObject({
  hostname: z
    .string()
    .regex(
      /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)?$/,
    )
    .max(253)
    .default('')
    .meta(
      field({
        label: { en: 'Host name', fr: 'Nom d’hôte' },
        help: { en: 'Inside the machine.', fr: 'À l’intérieur de la machine.' },
        placeholder: 'vps.example.com',
      }),
    ),
  image: imageOrNone.default('').meta(
    field({
      label: { en: 'Image', fr: 'Image' },
      help: { en: 'Empty: the usual one.', fr: 'Vide : l’image habituelle.' },
      choices: 'images',
    }),
  ),
  sshKeys: z
    .string()
    .max(16_384)
    .regex(KEYS)
    .default('')
    .meta(
      field({
        label: { en: 'SSH keys', fr: 'Clés SSH' },
        help: { en: 'Public keys, one per line.', fr: 'Clés publiques, une par ligne.' },
        placeholder: 'ssh-ed25519 AAAA… me@home',
        multiline: true,
      }),
    ),
})
export type IncusOrder = z.output<typeof orderForm>

const snapshotName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
  .meta(field({ label: { en: 'Snapshot', fr: 'Instantané' } }))

/** What actions of the panel ask. */
export const actionForms = {
  snapshot: z.strictObject({ snapshot: snapshotName }),
  snapshot_restore: z.strictObject({ snapshot: snapshotName }),
  snapshot_delete: z.strictObject({ snapshot: snapshotName }),
  rebuild: z.strictObject({
    image: imageOrNone.default('').meta(
      field({
        label: { en: 'Image', fr: 'Image' },
        help: {
          en: 'One of those listed here; empty: the one it has.',
          fr: 'Une de celles listées ici ; vide : celle qu’elle a.',
        },
        choices: 'images',
      }),
    ),
  }),
}
