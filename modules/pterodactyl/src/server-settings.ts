import { field } from '@berth/sdk'
import { z } from 'zod'

/** How to reach one panel. */
export const serverSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).meta(
    field({
      label: { en: 'Address of the panel', fr: 'Adresse du panneau' },
      help: {
        en: 'As customers open it, without /admin.',
        fr: 'Telle que les clients l’ouvrent, sans /admin.',
      },
      placeholder: 'https://panel.example.com',
    }),
  ),
  applicationKey: z
    .string()
    .min(1)
    .max(200)
    .meta(
      field({
        label: { en: 'Application API key', fr: 'Clé de l’API d’application' },
        help: {
          en: 'Admin → Application API. Needs Servers and Users “Read & Write”; Allocations, Eggs, Locations, Nests and Nodes “Read”.',
          fr: 'Administration → API d’application. Demande Servers et Users en « Read & Write » ; Allocations, Eggs, Locations, Nests et Nodes en « Read ».',
        },
        placeholder: 'ptla_…',
        secret: true,
      }),
    ),
  clientKey: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        label: {
          en: 'Client API key of an administrator',
          fr: 'Clé d’API client d’un administrateur',
        },
        help: {
          en: 'Account → API credentials of an administrator. For power, usage, backups and databases; empty: without them.',
          fr: 'Compte → Identifiants API d’un administrateur. Pour l’alimentation, l’usage, les sauvegardes et les bases ; vide : sans eux.',
        },
        placeholder: 'ptlc_…',
        secret: true,
      }),
    ),
  ca: z
    .string()
    .max(65_536)
    .default('')
    .meta(
      field({
        label: { en: 'Certificate authority (PEM)', fr: 'Autorité de certification (PEM)' },
        help: {
          en: 'Only where the panel’s certificate is not from a public authority.',
          fr: 'Seulement si le certificat du panneau ne vient pas d’une autorité publique.',
        },
        multiline: true,
      }),
    ),
  fingerprint: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        label: { en: 'Pinned certificate (SHA-256)', fr: 'Certificat épinglé (SHA-256)' },
        help: {
          en: 'Trusts that very certificate instead of any authority.',
          fr: 'Accepte ce certificat précis au lieu d’une autorité.',
        },
      }),
    ),
  waitForInstallation: z
    .boolean()
    .default(true)
    .meta(
      field({
        label: { en: 'Delivered once installed', fr: 'Livré une fois installé' },
        help: {
          en: 'The service becomes active when the egg’s installation has ended. Otherwise at once, while it goes on.',
          fr: 'Le service devient actif à la fin de l’installation de l’œuf. Sinon aussitôt, pendant qu’elle se poursuit.',
        },
      }),
    ),
  resetFoundAccounts: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: {
          en: 'New passwords for accounts that were there before',
          fr: 'Nouveaux mots de passe pour les comptes déjà présents',
        },
        help: {
          en: 'An account found by its e-mail address alone may belong to somebody else: only where customers’ addresses are verified. Never for administrators.',
          fr: 'Un compte trouvé par sa seule adresse e-mail peut être à quelqu’un d’autre : seulement si les adresses des clients sont vérifiées. Jamais pour les administrateurs.',
        },
      }),
    ),
  replaceForeignIds: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: {
          en: 'Imports replace external ids',
          fr: 'L’import remplace les identifiants externes',
        },
        help: {
          en: 'For leaving another billing system: an external id that is no Berth service id may be replaced when a server is imported.',
          fr: 'Pour quitter un autre logiciel de facturation : un identifiant externe qui n’est pas un service Berth peut être remplacé à l’import.',
        },
      }),
    ),
})
export type PterodactylSettings = z.output<typeof serverSettings>
