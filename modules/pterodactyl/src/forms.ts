import { field, formSchema } from '@berth/sdk'
import { z } from 'zod'
import { ENVIRONMENT_LINES, PORT_RANGES, VARIABLE_NAMES } from './written.ts'

const mebibytes = (least: number, standard: number) =>
  z.int().min(least).max(16_777_216).default(standard)
const upTo = (most: number) => z.int().min(0).max(most).default(0)

/** What a product fixes. */
export const productSettings = z.strictObject({
  egg: z
    .string()
    .regex(/^\d+\/\d+$/)
    .meta(
      field({
        label: { en: 'Egg', fr: 'Œuf' },
        help: { en: 'Nest id / egg id.', fr: 'Id du nid / id de l’œuf.' },
        choices: 'eggs',
        placeholder: '1/5',
      }),
    ),
  memoryMb: mebibytes(0, 2048).meta(
    field({
      label: { en: 'Memory', fr: 'Mémoire' },
      help: { en: '0: unlimited.', fr: '0 : illimitée.' },
      unit: 'MiB',
    }),
  ),
  swapMb: mebibytes(-1, 0).meta(
    field({
      label: { en: 'Swap', fr: 'Mémoire d’échange' },
      help: { en: '0: none; -1: unlimited.', fr: '0 : aucune ; -1 : illimitée.' },
      unit: 'MiB',
    }),
  ),
  diskMb: mebibytes(0, 10_240).meta(
    field({
      label: { en: 'Disk', fr: 'Disque' },
      help: { en: '0: unlimited.', fr: '0 : illimité.' },
      unit: 'MiB',
    }),
  ),
  cpuPercent: upTo(100_000)
    .default(100)
    .meta(
      field({
        label: { en: 'Processor', fr: 'Processeur' },
        help: { en: '100 is one core; 0: unlimited.', fr: '100 vaut un cœur ; 0 : illimité.' },
        unit: '%',
      }),
    ),
  threads: z
    .string()
    .max(100)
    .regex(/^([0-9]+([-,][0-9]+)*)?$/)
    .default('')
    .meta(
      field({
        label: { en: 'Pinned threads', fr: 'Fils du processeur réservés' },
        help: {
          en: 'Such as 0,2-4. Empty: any.',
          fr: 'Par exemple 0,2-4. Vide : tous.',
        },
      }),
    ),
  io: z
    .int()
    .min(10)
    .max(1000)
    .default(500)
    .meta(
      field({
        label: { en: 'Disk priority', fr: 'Priorité du disque' },
        help: { en: '10 to 1000, against its neighbours.', fr: '10 à 1000, face à ses voisins.' },
      }),
    ),
  oomKiller: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'Stop it when out of memory', fr: 'L’arrêter à court de mémoire' },
        help: { en: 'The kernel’s OOM killer.', fr: 'L’OOM killer du noyau.' },
      }),
    ),
  databases: upTo(1000).meta(field({ label: { en: 'Databases', fr: 'Bases de données' } })),
  backups: upTo(1000).meta(field({ label: { en: 'Backups', fr: 'Sauvegardes' } })),
  allocations: upTo(1000).meta(
    field({
      label: { en: 'Further ports allowed', fr: 'Ports supplémentaires permis' },
      help: {
        en: 'How many allocations the customer may have.',
        fr: 'Combien d’allocations le client peut avoir.',
      },
    }),
  ),
  location: z
    .string()
    .regex(/^\d*$/)
    .default('')
    .meta(
      field({
        label: { en: 'Location', fr: 'Emplacement' },
        help: {
          en: 'The panel chooses a node with room there. Empty: anywhere.',
          fr: 'Le panneau y choisit un nœud qui a de la place. Vide : partout.',
        },
        choices: 'locations',
      }),
    ),
  node: z
    .string()
    .regex(/^\d*$/)
    .default('')
    .meta(
      field({
        label: { en: 'Fixed node', fr: 'Nœud fixe' },
        help: {
          en: 'Instead of a location: always this node.',
          fr: 'Au lieu d’un emplacement : toujours ce nœud.',
        },
        choices: 'nodes',
      }),
    ),
  ports: z
    .string()
    .max(500)
    .regex(PORT_RANGES)
    .default('')
    .meta(
      field({
        label: { en: 'Ports', fr: 'Ports' },
        help: {
          en: 'Allocations to take from, such as 25565 25570-25599. Empty: any free one.',
          fr: 'Allocations où choisir, par exemple 25565 25570-25599. Vide : toute allocation libre.',
        },
      }),
    ),
  dedicatedIp: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'An address of its own', fr: 'Une adresse dédiée' },
        help: {
          en: 'An IP that no other server uses; not with a fixed node.',
          fr: 'Une IP qu’aucun autre serveur n’utilise ; pas avec un nœud fixe.',
        },
      }),
    ),
  environment: z
    .string()
    .max(16_384)
    .regex(ENVIRONMENT_LINES)
    .default('')
    .meta(
      field({
        label: { en: 'Variables of the egg', fr: 'Variables de l’œuf' },
        help: {
          en: 'Lines of NAME=value that this product fixes; the egg’s own values otherwise.',
          fr: 'Des lignes NOM=valeur fixées par ce produit ; sinon les valeurs de l’œuf.',
        },
        multiline: true,
      }),
    ),
  orderVariables: z
    .string()
    .max(2000)
    .regex(VARIABLE_NAMES)
    .default('')
    .meta(
      field({
        label: { en: 'Variables that customers set', fr: 'Variables que le client choisit' },
        help: {
          en: 'Names; they are asked in the order form. Empty: those that the egg calls editable by users.',
          fr: 'Des noms ; demandées dans le formulaire de commande. Vide : celles que l’œuf dit modifiables par l’utilisateur.',
        },
      }),
    ),
  dockerImage: z
    .string()
    .max(191)
    .default('')
    .meta(
      field({
        label: { en: 'Docker image', fr: 'Image Docker' },
        help: { en: 'Empty: the egg’s first.', fr: 'Vide : la première de l’œuf.' },
      }),
    ),
  startup: z
    .string()
    .max(10_000)
    .default('')
    .meta(
      field({
        label: { en: 'Start command', fr: 'Commande de démarrage' },
        help: { en: 'Empty: the egg’s.', fr: 'Vide : celle de l’œuf.' },
      }),
    ),
  skipScripts: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: {
          en: 'Without the installation script',
          fr: 'Sans le script d’installation',
        },
      }),
    ),
  startWhenInstalled: z
    .boolean()
    .default(true)
    .meta(
      field({
        label: { en: 'Start once installed', fr: 'Démarrer une fois installé' },
      }),
    ),
  forceDeletion: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'Delete by force', fr: 'Supprimer de force' },
        help: {
          en: 'If the node does not answer at the end of a service, the panel forgets the server anyway; its files stay on the node.',
          fr: 'Si le nœud ne répond pas à la fin d’un service, le panneau oublie quand même le serveur ; ses fichiers restent sur le nœud.',
        },
      }),
    ),
})
export type PterodactylProduct = z.output<typeof productSettings>

/** Asks nothing by itself: what a customer chooses are the variables of the product's egg. */
export const orderForm = z.strictObject({})
/** The values that were chosen, by the variables' names. */
export type PterodactylOrder = Readonly<Record<string, unknown>>

/** What actions of the panel ask. */
export const actionForms = {
  reinstall: z.strictObject({
    keepData: z
      .boolean()
      .default(true)
      .meta(
        field({
          label: { en: 'Keep the files', fr: 'Conserver les fichiers' },
          help: {
            en: 'The installation script runs again over them and may replace some.',
            fr: 'Le script d’installation repasse dessus et peut en remplacer.',
          },
        }),
      ),
  }),
  create_backup: z.strictObject({
    name: z
      .string()
      .max(191)
      .default('')
      .meta(
        field({
          label: { en: 'Name', fr: 'Nom' },
          help: { en: 'Empty: date and time.', fr: 'Vide : date et heure.' },
        }),
      ),
  }),
}

/** The same forms as the panel carries them. */
export const actionFormSchemas = {
  reinstall: formSchema(actionForms.reinstall),
  create_backup: formSchema(actionForms.create_backup),
}
