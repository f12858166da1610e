import { field } from '@berth/sdk'
import { z } from 'zod'

const names = z.string().regex(/^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,62}([\s,]+|$))+$/)

/** An alias, an alias with slashes (`debian/12/cloud`), or a fingerprint. */
const image = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/)
export const imageOrNone = z.string().regex(/^([A-Za-z0-9][A-Za-z0-9._/-]{0,127})?$/)

/** What the product sells. */
export const productSettings = z
  .strictObject({
    type: z
      .enum(['container', 'virtual-machine'])
      .default('container')
      .meta(
        field({
          label: { en: 'Kind', fr: 'Genre' },
          options: {
            container: { en: 'Container', fr: 'Conteneur' },
            'virtual-machine': { en: 'Virtual machine', fr: 'Machine virtuelle' },
          },
        }),
      ),
    image: image.meta(
      field({
        label: { en: 'Image', fr: 'Image' },
        help: { en: 'Alias or fingerprint.', fr: 'Alias ou empreinte.' },
        choices: 'images',
        placeholder: 'debian/12/cloud',
      }),
    ),
    images: z
      .string()
      .max(4000)
      .regex(/^\s*([A-Za-z0-9][A-Za-z0-9._/-]{0,127}([\s,]+|$))*$/)
      .default('')
      .meta(
        field({
          label: { en: 'Other images', fr: 'Autres images' },
          help: {
            en: 'What customers may choose besides, when ordering and when rebuilding.',
            fr: 'Ce que le client peut choisir d’autre, à la commande et à la réinstallation.',
          },
          placeholder: 'ubuntu/24.04/cloud alpine/3.21/cloud',
          multiline: true,
        }),
      ),
    imageServer: z
      .string()
      .max(500)
      .regex(/^(https:\/\/[^\s]+)?$/)
      .default('')
      .meta(
        field({
          label: { en: 'Image server', fr: 'Serveur d’images' },
          help: {
            en: 'Empty: the images are on the server itself. Else an image server (simplestreams) that it downloads from.',
            fr: 'Vide : les images sont sur le serveur lui-même. Sinon un serveur d’images (simplestreams) d’où il les télécharge.',
          },
          placeholder: 'https://images.linuxcontainers.org',
        }),
      ),
    profiles: names
      .max(500)
      .default('default')
      .meta(
        field({
          label: { en: 'Profiles', fr: 'Profils' },
          help: { en: 'In this order.', fr: 'Dans cet ordre.' },
        }),
      ),
    cores: z
      .int()
      .min(1)
      .max(512)
      .default(1)
      .meta(field({ label: { en: 'Processor cores', fr: 'Cœurs de processeur' } })),
    memoryMb: z
      .int()
      .min(16)
      .max(16_777_216)
      .default(1024)
      .meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' })),
    diskGb: z
      .int()
      .min(0)
      .max(1_048_576)
      .default(10)
      .meta(
        field({
          label: { en: 'Disk', fr: 'Disque' },
          help: { en: '0: as the profiles say.', fr: '0 : selon les profils.' },
          unit: 'GiB',
        }),
      ),
    processes: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .meta(
        field({
          label: { en: 'Processes', fr: 'Processus' },
          help: { en: 'Containers only; 0: no limit.', fr: 'Conteneurs seuls ; 0 : sans limite.' },
        }),
      ),
    snapshots: z
      .int()
      .min(0)
      .max(100)
      .default(3)
      .meta(
        field({
          label: { en: 'Snapshots', fr: 'Instantanés' },
          help: {
            en: 'How many a customer may keep; 0: none.',
            fr: 'Combien le client peut en garder ; 0 : aucun.',
          },
        }),
      ),
    user: z
      .string()
      .regex(/^([a-z_][a-z0-9_-]{0,31})?$/)
      .default('')
      .meta(
        field({
          label: { en: 'User', fr: 'Utilisateur' },
          help: {
            en: 'Made by cloud-init with a password and the customer’s keys, may become root. Empty: cloud-init is not used.',
            fr: 'Créé par cloud-init avec un mot de passe et les clés du client, peut devenir root. Vide : cloud-init n’est pas utilisé.',
          },
          placeholder: 'admin',
        }),
      ),
    userData: z
      .string()
      .max(16_384)
      .default('')
      .meta(
        field({
          label: { en: 'More cloud-init', fr: 'Compléments cloud-init' },
          help: {
            en: 'Lines of YAML put behind ours, such as “packages:” or “runcmd:”.',
            fr: 'Lignes YAML ajoutées aux nôtres, comme « packages: » ou « runcmd: ».',
          },
          multiline: true,
        }),
      ),
  })
  .refine(({ userData }) => !/^(users|hostname|ssh_pwauth|#cloud-config)\b/m.test(userData), {
    path: ['userData'],
    message: 'users, hostname and ssh_pwauth are written by us',
  })
export type IncusProduct = z.output<typeof productSettings>
