import { field, formSchema, type ServiceInput } from '@berth/sdk'
import { z } from 'zod'

export { type ProxmoxSettings, serverSettings, wordsOf } from './server-form.ts'

const template = z.string().max(255)
const count = z.int().min(0).max(100).default(0)

/** What the product sells. */
export const productSettings = z.strictObject({
  guest: z
    .enum(['qemu', 'lxc'])
    .default('qemu')
    .meta(
      field({
        label: { en: 'Kind of guest', fr: 'Type de machine' },
        options: {
          qemu: { en: 'Virtual machine (QEMU)', fr: 'Machine virtuelle (QEMU)' },
          lxc: { en: 'Container (LXC)', fr: 'Conteneur (LXC)' },
        },
      }),
    ),
  template: template.min(1).meta(
    field({
      label: { en: 'Template', fr: 'Modèle' },
      help: {
        en: 'Name or number of a template of that kind; for containers also an OS template such as local:vztmpl/debian-12.tar.zst.',
        fr: 'Nom ou numéro d’un modèle de ce type ; pour les conteneurs aussi un modèle d’OS comme local:vztmpl/debian-12.tar.zst.',
      },
      choices: 'templates',
    }),
  ),
  templates: z
    .string()
    .max(4000)
    .default('')
    .meta(
      field({
        label: { en: 'Templates that customers may choose', fr: 'Modèles au choix du client' },
        help: {
          en: 'Beside the one above, when ordering and rebuilding; one per line.',
          fr: 'En plus de celui ci-dessus, à la commande et à la réinstallation ; un par ligne.',
        },
        multiline: true,
      }),
    ),
  fullClone: z
    .boolean()
    .default(true)
    .meta(
      field({
        label: { en: 'Full clone', fr: 'Clone complet' },
        help: {
          en: 'Off: a linked clone, made at once, which needs its template for ever.',
          fr: 'Désactivé : un clone lié, immédiat, qui dépend toujours de son modèle.',
        },
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
    .max(8_388_608)
    .default(1024)
    .meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' })),
  diskGb: z
    .int()
    .min(1)
    .max(131_072)
    .default(10)
    .meta(
      field({
        label: { en: 'Disk', fr: 'Disque' },
        help: {
          en: 'At least that of the template. Disks grow and never shrink.',
          fr: 'Au moins celui du modèle. Un disque grandit et ne rétrécit jamais.',
        },
        unit: 'GiB',
      }),
    ),
  swapMb: z
    .int()
    .min(0)
    .max(1_048_576)
    .default(512)
    .meta(field({ label: { en: 'Swap (containers)', fr: 'Swap (conteneurs)' }, unit: 'MiB' })),
  unprivileged: z
    .boolean()
    .default(true)
    .meta(field({ label: { en: 'Unprivileged container', fr: 'Conteneur non privilégié' } })),
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .default('root')
    .meta(
      field({
        label: { en: 'User', fr: 'Utilisateur' },
        help: {
          en: 'Set up by cloud-init. Containers always have root.',
          fr: 'Créé par cloud-init. Les conteneurs ont toujours root.',
        },
      }),
    ),
  ipv4: z
    .enum(['pool', 'dhcp', 'none'])
    .default('pool')
    .meta(
      field({
        label: { en: 'IPv4', fr: 'IPv4' },
        options: {
          pool: { en: 'One of the server’s addresses', fr: 'Une adresse du serveur' },
          dhcp: { en: 'DHCP', fr: 'DHCP' },
          none: { en: 'None', fr: 'Aucune' },
        },
      }),
    ),
  ipv6: z
    .enum(['pool', 'auto', 'dhcp', 'none'])
    .default('none')
    .meta(
      field({
        label: { en: 'IPv6', fr: 'IPv6' },
        options: {
          pool: { en: 'One of the server’s addresses', fr: 'Une adresse du serveur' },
          auto: { en: 'Announced by the router (SLAAC)', fr: 'Annoncée par le routeur (SLAAC)' },
          dhcp: { en: 'DHCP', fr: 'DHCP' },
          none: { en: 'None', fr: 'Aucune' },
        },
      }),
    ),
  firewall: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'Proxmox’s firewall on the interface', fr: 'Pare-feu de Proxmox' },
        help: {
          en: 'Its rules are the cluster’s.',
          fr: 'Ses règles sont celles du cluster.',
        },
      }),
    ),
  rateMb: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .meta(
      field({
        label: { en: 'Network rate', fr: 'Débit réseau' },
        help: { en: '0: no limit.', fr: '0 : sans limite.' },
        unit: 'MB/s',
      }),
    ),
  snapshots: count.meta(
    field({
      label: { en: 'Snapshots', fr: 'Instantanés' },
      help: { en: 'How many customers may keep.', fr: 'Combien le client peut en garder.' },
    }),
  ),
  backups: count.meta(
    field({
      label: { en: 'Backups', fr: 'Sauvegardes' },
      help: { en: 'How many customers may keep.', fr: 'Combien le client peut en garder.' },
    }),
  ),
})
export type ProxmoxProduct = z.output<typeof productSettings>

/** What the customer gives. */
export const orderForm = z.strictObject({
  hostname: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*)?$/)
    .default('')
    .meta(
      field({
        label: { en: 'Host name', fr: 'Nom d’hôte' },
        help: { en: 'Empty: we choose one.', fr: 'Vide : nous en choisissons un.' },
        placeholder: 'vps.example.com',
      }),
    ),
  sshKeys: z
    .string()
    .max(16_384)
    .regex(/^(?:(?:[a-z0-9@.-]+ [A-Za-z0-9+/=]+(?: [^\r\n]*)?)?(?:\r?\n|$))*$/)
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
/** `template` is asked by products that offer several (`orderFields`). */
export type ProxmoxOrder = z.output<typeof orderForm> & { readonly template?: string }

export type ProxmoxService = ServiceInput<ProxmoxProduct, ProxmoxOrder>

const newest = { en: 'Empty: the newest.', fr: 'Vide : le plus récent.' }
const snapshotName = z.string().regex(/^([A-Za-z][A-Za-z0-9_-]{1,38})?$/)
const existingSnapshot = z.strictObject({
  name: snapshotName
    .default('')
    .meta(field({ label: { en: 'Snapshot', fr: 'Instantané' }, help: newest })),
})
const existingBackup = z.strictObject({
  backup: z
    .string()
    .max(255)
    .default('')
    .meta(
      field({
        label: { en: 'Backup', fr: 'Sauvegarde' },
        help: { en: 'Empty: the newest.', fr: 'Vide : la plus récente.' },
      }),
    ),
})

/** What actions of the panel ask. */
export const actionForms = {
  rebuild: z.strictObject({
    template: template.default('').meta(
      field({
        label: { en: 'System', fr: 'Système' },
        help: { en: 'Empty: the one it has.', fr: 'Vide : celui en place.' },
        choices: 'templates',
      }),
    ),
  }),
  snapshot_create: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{1,38}$/)
      .meta(
        field({
          label: { en: 'Name', fr: 'Nom' },
          help: {
            en: 'Letters, digits, - and _, beginning with a letter.',
            fr: 'Lettres, chiffres, - et _, commençant par une lettre.',
          },
        }),
      ),
    description: z
      .string()
      .max(200)
      .default('')
      .meta(field({ label: { en: 'Note', fr: 'Note' } })),
  }),
  snapshot_rollback: existingSnapshot,
  snapshot_delete: existingSnapshot,
  backup_restore: existingBackup,
  backup_delete: existingBackup,
}

/** The same forms as the panel carries them. */
export const actionFormSchemas = {
  rebuild: formSchema(actionForms.rebuild),
  snapshot_create: formSchema(actionForms.snapshot_create),
  snapshot_rollback: formSchema(actionForms.snapshot_rollback),
  snapshot_delete: formSchema(actionForms.snapshot_delete),
  backup_restore: formSchema(actionForms.backup_restore),
  backup_delete: formSchema(actionForms.backup_delete),
}
