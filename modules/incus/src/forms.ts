import { field } from '@berth/sdk'
import { z } from 'zod'
import { parsePool } from './addresses.ts'

const pem = z.string().max(65_536).default('')
/** Names of projects, profiles, pools and networks; never a slash. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
const names = z.string().regex(/^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,62}([\s,]+|$))+$/)

/** How to reach one server, and where on it instances are made. */
export const serverSettings = z
  .strictObject({
    address: z
      .string()
      .max(500)
      .regex(/^(unix:\/\/\/[^\s]+|https:\/\/[^/\s]+\/?)$/)
      .default('unix:///var/lib/incus/unix.socket')
      .meta(
        field({
          label: { en: 'Address', fr: 'Adresse' },
          help: {
            en: 'https://host:8443 with the certificates below, or unix:///path/of/the/unix.socket. Incus or LXD.',
            fr: 'https://hôte:8443 avec les certificats ci-dessous, ou unix:///chemin/de/unix.socket. Incus ou LXD.',
          },
          placeholder: 'https://incus.example.com:8443',
        }),
      ),
    clientCert: pem.meta(
      field({
        label: { en: 'Our certificate (PEM)', fr: 'Notre certificat (PEM)' },
        help: {
          en: 'Trusted there by “incus config trust add-certificate” (LXD: “lxc config trust add”).',
          fr: 'Approuvé là-bas par « incus config trust add-certificate » (LXD : « lxc config trust add »).',
        },
        multiline: true,
      }),
    ),
    clientKey: pem.meta(
      field({
        label: { en: 'Our private key (PEM)', fr: 'Notre clé privée (PEM)' },
        secret: true,
        multiline: true,
      }),
    ),
    fingerprint: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}:?){32}$|^$/)
      .default('')
      .meta(
        field({
          label: { en: 'Fingerprint of its certificate', fr: 'Empreinte de son certificat' },
          help: {
            en: 'SHA-256, as “incus info” shows it (certificate_fingerprint); for the usual self-signed certificate.',
            fr: 'SHA-256, comme l’affiche « incus info » (certificate_fingerprint) ; pour l’habituel certificat autosigné.',
          },
        }),
      ),
    serverCa: pem.meta(
      field({
        label: {
          en: 'Authority of its certificate (PEM)',
          fr: 'Autorité de son certificat (PEM)',
        },
        help: { en: 'Instead of the fingerprint.', fr: 'À la place de l’empreinte.' },
        multiline: true,
      }),
    ),
    project: name
      .default('default')
      .meta(field({ label: { en: 'Project', fr: 'Projet' }, placeholder: 'default' })),
    storagePool: name.default('default').meta(
      field({
        label: { en: 'Storage pool', fr: 'Groupe de stockage' },
        help: { en: 'Root disks are made there.', fr: 'Les disques racine y sont créés.' },
      }),
    ),
    network: z
      .string()
      .regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?$/)
      .default('')
      .meta(
        field({
          label: { en: 'Network', fr: 'Réseau' },
          help: {
            en: 'A managed network for the first network card; empty: as the profiles say.',
            fr: 'Un réseau géré pour la première carte réseau ; vide : selon les profils.',
          },
        }),
      ),
    addresses: z
      .string()
      .max(10_000)
      .refine((text) => parsePool(text) !== null, { message: 'IPv4 addresses or ranges of them' })
      .default('')
      .meta(
        field({
          label: { en: 'Fixed IPv4 addresses', fr: 'Adresses IPv4 fixes' },
          help: {
            en: 'Of the network above: one address or range (10.0.0.10-10.0.0.99) per line; each instance gets a free one. Empty: the network hands them out.',
            fr: 'Du réseau ci-dessus : une adresse ou plage (10.0.0.10-10.0.0.99) par ligne ; chaque instance en reçoit une libre. Vide : le réseau les distribue.',
          },
          multiline: true,
        }),
      ),
    stopSeconds: z
      .int()
      .min(1)
      .max(120)
      .default(30)
      .meta(
        field({
          label: { en: 'Time to shut down', fr: 'Délai d’arrêt' },
          help: {
            en: 'After that it is switched off.',
            fr: 'Passé ce délai, l’instance est éteinte.',
          },
          unit: 's',
        }),
      ),
  })
  .refine(({ clientCert, clientKey }) => (clientCert === '') === (clientKey === ''), {
    path: ['clientKey'],
    message: 'Certificate and key, or none',
  })
  .refine(({ addresses, network }) => addresses.trim() === '' || network !== '', {
    path: ['network'],
    message: 'Fixed addresses need their network',
  })
export type IncusSettings = z.output<typeof serverSettings>

/** An alias, an alias with slashes (`debian/12/cloud`), or a fingerprint. */
const image = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/)
const imageOrNone = z.string().regex(/^([A-Za-z0-9][A-Za-z0-9._/-]{0,127})?$/)

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
