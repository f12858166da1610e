import { field, formSchema } from '@berth/sdk'
import { z } from 'zod'

const port = z.int().min(1).max(65_535)
const pem = z.string().max(65_536).default('')

/** How to reach one engine, and what its containers may take. */
export const serverSettings = z
  .strictObject({
    host: z
      .string()
      .regex(/^(unix:\/\/\/.+|tcp:\/\/[^/\s]+:\d+)$/)
      .default('unix:///var/run/docker.sock')
      .meta(
        field({
          label: { en: 'Engine', fr: 'Moteur' },
          help: {
            en: 'unix:///path/of/the.sock, or tcp://host:2376 with the certificates below. Docker or Podman’s service.',
            fr: 'unix:///chemin/de/la.sock, ou tcp://hôte:2376 avec les certificats ci-dessous. Docker ou le service de Podman.',
          },
          placeholder: 'tcp://docker.example.com:2376',
        }),
      ),
    tlsCa: pem.meta(
      field({
        label: { en: 'TLS: authority’s certificate', fr: 'TLS : certificat de l’autorité' },
        secret: true,
        multiline: true,
      }),
    ),
    tlsCert: pem.meta(
      field({
        label: { en: 'TLS: our certificate', fr: 'TLS : notre certificat' },
        secret: true,
        multiline: true,
      }),
    ),
    tlsKey: pem.meta(
      field({
        label: { en: 'TLS: our private key', fr: 'TLS : notre clé privée' },
        help: {
          en: 'All three, or none: an engine on TCP without TLS gives the whole machine to anybody who reaches it.',
          fr: 'Les trois, ou aucun : un moteur en TCP sans TLS livre toute la machine à qui peut le joindre.',
        },
        secret: true,
        multiline: true,
      }),
    ),
    publicAddress: z
      .string()
      .regex(/^[A-Za-z0-9.:[\]-]{1,253}$/)
      .default('127.0.0.1')
      .meta(
        field({
          label: { en: 'Public address', fr: 'Adresse publique' },
          help: {
            en: 'Host name or IP under which customers reach the ports.',
            fr: 'Nom d’hôte ou IP par lequel les clients joignent les ports.',
          },
        }),
      ),
    bindAddress: z
      .string()
      .regex(/^[0-9A-Fa-f.:]{2,45}$/)
      .default('0.0.0.0')
      .meta(
        field({
          label: { en: 'Listen on', fr: 'Écouter sur' },
          help: {
            en: 'The machine’s IP that ports are opened on; 0.0.0.0 is all of them.',
            fr: 'L’IP de la machine sur laquelle les ports sont ouverts ; 0.0.0.0 les désigne toutes.',
          },
        }),
      ),
    portFrom: port.default(20_000).meta(field({ label: { en: 'First port', fr: 'Premier port' } })),
    portTo: port.default(29_999).meta(field({ label: { en: 'Last port', fr: 'Dernier port' } })),
    network: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{0,64}$/)
      .default('')
      .meta(
        field({
          label: { en: 'Network', fr: 'Réseau' },
          help: {
            en: 'A network of the engine; empty: its default bridge.',
            fr: 'Un réseau du moteur ; vide : son pont par défaut.',
          },
        }),
      ),
    nofile: z
      .int()
      .min(64)
      .max(1_048_576)
      .default(4096)
      .meta(
        field({
          label: { en: 'Open files per container', fr: 'Fichiers ouverts par conteneur' },
          help: {
            en: 'Must not be above the engine’s own limit.',
            fr: 'Ne doit pas dépasser la limite du moteur lui-même.',
          },
        }),
      ),
    nproc: z
      .int()
      .min(16)
      .max(1_048_576)
      .default(2048)
      .meta(
        field({
          label: { en: 'Processes per user', fr: 'Processus par utilisateur' },
          help: {
            en: 'Must not be above the engine’s own limit.',
            fr: 'Ne doit pas dépasser la limite du moteur lui-même.',
          },
        }),
      ),
  })
  .refine((settings) => settings.portFrom <= settings.portTo, {
    path: ['portTo'],
    message: 'The last port must not be below the first',
  })
  .refine(
    ({ tlsCa, tlsCert, tlsKey }) => new Set([tlsCa, tlsCert, tlsKey].map(Boolean)).size === 1,
    { path: ['tlsKey'], message: 'All three TLS fields, or none' },
  )
export type DockerSettings = z.output<typeof serverSettings>

/** `8080/http 25565/udp`: what listens in the container; `http` and `https` are TCP with a link. */
const PORTS = /^\s*(\d{1,5}\/(tcp|udp|http|https)([\s,]+|$))*$/
const NAMES = /^\s*([A-Za-z_][A-Za-z0-9_]*([\s,]+|$))*$/
/** Lines of NAME=value, or empty ones; one way only to read each, so that it cannot be made slow. */
const ENV = /^(?:(?:[A-Za-z_][A-Za-z0-9_]*=[^\r\n]*)?(?:\r?\n|$))*$/

/** What the product sells. */
export const productSettings = z.strictObject({
  image: z
    .string()
    .regex(/^[a-z0-9][A-Za-z0-9._/:@-]{0,254}$/)
    .meta(field({ label: { en: 'Image', fr: 'Image' }, placeholder: 'docker.io/library/nginx:1' })),
  pull: z
    .enum(['missing', 'always', 'never'])
    .default('missing')
    .meta(
      field({
        label: { en: 'Fetch the image', fr: 'Télécharger l’image' },
        options: {
          missing: { en: 'When it is missing', fr: 'Si elle manque' },
          always: { en: 'Every time', fr: 'À chaque fois' },
          never: { en: 'Never: it is on the server', fr: 'Jamais : elle est sur le serveur' },
        },
      }),
    ),
  memoryMb: z
    .int()
    .min(6)
    .max(1_048_576)
    .default(512)
    .meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' })),
  cpuPercent: z
    .int()
    .min(5)
    .max(25_600)
    .default(100)
    .meta(
      field({
        label: { en: 'Processor', fr: 'Processeur' },
        help: { en: '100 is one core.', fr: '100 vaut un cœur.' },
        unit: '%',
      }),
    ),
  processes: z
    .int()
    .min(8)
    .max(100_000)
    .default(512)
    .meta(field({ label: { en: 'Processes and threads', fr: 'Processus et fils' } })),
  volumePath: z
    .string()
    .regex(/^(\/[A-Za-z0-9._/-]+)?$/)
    .default('/data')
    .meta(
      field({
        label: { en: 'Volume mounted on', fr: 'Volume monté sur' },
        help: {
          en: 'Where the data lives; it outlasts suspension and reinstallation. Empty: no volume.',
          fr: 'Où vivent les données ; survit à la suspension et à la réinstallation. Vide : aucun volume.',
        },
      }),
    ),
  healthCommand: z
    .string()
    .max(1000)
    .default('')
    .meta(
      field({
        label: { en: 'Health check', fr: 'Contrôle de santé' },
        help: {
          en: 'A shell command that the engine runs in the container every 30 seconds; anything but exit code 0 means unwell. Empty: as the image says.',
          fr: 'Une commande shell que le moteur lance dans le conteneur toutes les 30 secondes ; tout code de sortie autre que 0 signale un problème. Vide : ce que dit l’image.',
        },
        placeholder: 'wget -q -O /dev/null http://127.0.0.1:8080/',
      }),
    ),
  ports: z
    .string()
    .max(500)
    .regex(PORTS)
    .default('')
    .meta(
      field({
        label: { en: 'Ports of the container', fr: 'Ports du conteneur' },
        help: {
          en: 'Port and protocol, such as 8080/http 25565/udp (tcp, udp, http, https). Each gets one port of the server’s range.',
          fr: 'Port et protocole, comme 8080/http 25565/udp (tcp, udp, http, https). Chacun reçoit un port de la plage du serveur.',
        },
        placeholder: '8080/http',
      }),
    ),
  env: z
    .string()
    .max(16_384)
    .regex(ENV)
    .default('')
    .meta(
      field({
        label: { en: 'Environment', fr: 'Environnement' },
        help: { en: 'Lines of NAME=value.', fr: 'Des lignes NOM=valeur.' },
        multiline: true,
      }),
    ),
  orderEnv: z
    .string()
    .max(2000)
    .regex(NAMES)
    .default('')
    .meta(
      field({
        label: { en: 'Variables that customers set', fr: 'Variables que le client choisit' },
        help: {
          en: 'Names; others are refused when the service is delivered. Empty: any name that the product does not set.',
          fr: 'Des noms ; les autres sont refusés à la livraison. Vide : tout nom que le produit ne fixe pas.',
        },
      }),
    ),
})
export type DockerProduct = z.output<typeof productSettings>

/** What the customer gives. */
export const orderForm = z.strictObject({
  env: z
    .string()
    .max(16_384)
    .regex(ENV)
    .default('')
    .meta(
      field({
        label: { en: 'Environment', fr: 'Environnement' },
        help: { en: 'Lines of NAME=value.', fr: 'Des lignes NOM=valeur.' },
        placeholder: 'GREETING=Hello',
        multiline: true,
      }),
    ),
})
export type DockerOrder = z.output<typeof orderForm>

/** What actions of the panel ask. */
export const actionForms = {
  reinstall: z.strictObject({
    keepData: z
      .boolean()
      .default(true)
      .meta(field({ label: { en: 'Keep the data', fr: 'Conserver les données' } })),
  }),
}

/** The same form as the panel carries it. */
export const reinstallForm = formSchema(actionForms.reinstall)
