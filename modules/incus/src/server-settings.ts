import { field } from '@berth/sdk'
import { z } from 'zod'
import { parsePool } from './addresses.ts'

const pem = z.string().max(65_536).default('')
/** Names of projects, profiles, pools and networks; never a slash. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)

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
