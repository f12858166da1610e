import { field } from '@berth/sdk'
import { z } from 'zod'

const port = z.int().min(1).max(65_535)

/** How to reach one murmurd, and where its virtual servers listen. */
export const serverSettings = z
  .strictObject({
    bus: z
      .string()
      // Never `unixexec:`, by which a bus address names a program to be run.
      .regex(/^(unix:(path|abstract)=[^;,\s]+|tcp:host=[A-Za-z0-9.:_-]+,port=\d{1,5})$/)
      .default('unix:path=/run/dbus/system_bus_socket')
      .meta(
        field({
          label: { en: 'D-Bus address', fr: 'Adresse D-Bus' },
          help: {
            en: 'The bus that murmurd is on (dbus=system or session in its ini). A bus on TCP has neither encryption nor a login: only through a tunnel.',
            fr: 'Le bus de murmurd (dbus=system ou session dans son fichier ini). Un bus sur TCP n’a ni chiffrement ni connexion : seulement par un tunnel.',
          },
          placeholder: 'unix:path=/run/dbus/system_bus_socket',
        }),
      ),
    service: z
      .string()
      .max(200)
      .regex(/^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+$/)
      .default('net.sourceforge.mumble.murmur')
      .meta(
        field({
          label: { en: 'Name on the bus', fr: 'Nom sur le bus' },
          help: { en: 'As dbusservice in its ini.', fr: 'Comme dbusservice dans son fichier ini.' },
        }),
      ),
    publicAddress: z
      .string()
      .regex(/^[A-Za-z0-9.:[\]-]{1,253}$/)
      .meta(
        field({
          label: { en: 'Public address', fr: 'Adresse publique' },
          help: {
            en: 'Host name or IP under which customers reach the ports.',
            fr: 'Nom d’hôte ou IP par lequel les clients joignent les ports.',
          },
          placeholder: 'voice.example.com',
        }),
      ),
    bindAddress: z
      .string()
      .regex(/^[0-9A-Fa-f.:]{0,45}$/)
      .default('')
      .meta(
        field({
          label: { en: 'Listen on', fr: 'Écouter sur' },
          help: {
            en: 'The machine’s IP that ports are opened on; empty: as in the ini.',
            fr: 'L’IP de la machine sur laquelle les ports sont ouverts ; vide : comme dans le fichier ini.',
          },
        }),
      ),
    portFrom: port.default(64_738).meta(field({ label: { en: 'First port', fr: 'Premier port' } })),
    portTo: port.default(65_237).meta(field({ label: { en: 'Last port', fr: 'Dernier port' } })),
  })
  .refine((settings) => settings.portFrom <= settings.portTo, {
    path: ['portTo'],
    message: 'The last port must not be below the first',
  })
export type MumbleSettings = z.output<typeof serverSettings>

/** What the product sells. */
export const productSettings = z.strictObject({
  slots: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .meta(
      field({
        label: { en: 'Slots', fr: 'Places' },
        help: {
          en: 'Users at the same time; the option “slots” adds to it.',
          fr: 'Utilisateurs simultanés ; l’option « slots » s’y ajoute.',
        },
      }),
    ),
  bandwidthKbit: z
    .int()
    .min(8)
    .max(558)
    .default(72)
    .meta(
      field({
        label: { en: 'Bandwidth per user', fr: 'Débit par utilisateur' },
        unit: 'kbit/s',
      }),
    ),
  welcomeText: z
    .string()
    .max(4000)
    .default('')
    .meta(
      field({
        label: { en: 'Welcome text', fr: 'Texte de bienvenue' },
        help: { en: 'HTML; shown to whoever joins.', fr: 'HTML ; affiché à qui se connecte.' },
        multiline: true,
      }),
    ),
  certificateRequired: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'Users need a certificate', fr: 'Certificat exigé des utilisateurs' },
      }),
    ),
})
export type MumbleProduct = z.output<typeof productSettings>

/** What the customer gives. */
export const orderForm = z.strictObject({
  welcomeText: z
    .string()
    .max(1000)
    .default('')
    .meta(
      field({
        label: { en: 'Welcome text', fr: 'Texte de bienvenue' },
        help: {
          en: 'Shown to whoever joins; empty: ours.',
          fr: 'Affiché à qui se connecte ; vide : le nôtre.',
        },
        multiline: true,
      }),
    ),
})
export type MumbleOrder = z.output<typeof orderForm>

/** What actions of the panel ask. */
export const actionForms = {
  set_password: z.strictObject({
    password: z
      .string()
      .max(64)
      .default('')
      .meta(
        field({
          label: { en: 'Password for joining', fr: 'Mot de passe d’entrée' },
          help: { en: 'Empty: anybody may join.', fr: 'Vide : tout le monde peut entrer.' },
          secret: true,
        }),
      ),
  }),
  message: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(1000)
      .meta(field({ label: { en: 'Message', fr: 'Message' }, multiline: true })),
  }),
  kick: z.strictObject({
    session: z
      .int()
      .min(1)
      .meta(
        field({
          label: { en: 'Session', fr: 'Session' },
          help: { en: 'Its number in the table of users.', fr: 'Son numéro dans la liste.' },
        }),
      ),
    reason: z
      .string()
      .max(200)
      .default('')
      .meta(field({ label: { en: 'Reason', fr: 'Motif' } })),
  }),
}
