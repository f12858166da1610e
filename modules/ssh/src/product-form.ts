import { field, type Text } from '@berth/sdk'
import { z } from 'zod'
import { parameterLines as lines } from './parameters.ts'

/** A script; line ends of other systems would be read as a part of the last word. */
const script = (label: Text, help?: Text) =>
  z
    .string()
    .max(65_536)
    .regex(/^[^\0]*$/)
    .default('')
    .meta(field({ label, ...(help ? { help } : {}), multiline: true }))

const needed = (label: Text, help?: Text) =>
  z
    .string()
    .min(1)
    .max(65_536)
    .regex(/^[^\0]*$/)
    .meta(field({ label, ...(help ? { help } : {}), multiline: true }))

/** What the product sells: its parameters, and the scripts that deliver it. */
export const productSettings = z.strictObject({
  plan: z
    .string()
    .max(100)
    .regex(/^[^\0\r\n]*$/)
    .default('')
    .meta(
      field({
        label: { en: 'Plan', fr: 'Offre' },
        help: {
          en: 'The plan’s name on the server, such as “small”; the scripts get it as BERTH_PLAN.',
          fr: 'Le nom de l’offre sur le serveur, comme « small » ; les scripts la reçoivent dans BERTH_PLAN.',
        },
      }),
    ),
  parameters: lines.meta(
    field({
      label: { en: 'Parameters', fr: 'Paramètres' },
      help: {
        en: 'Lines of NAME:type=value (text, int, bool, hostname, email, name); the scripts get BERTH_PARAM_NAME.',
        fr: 'Des lignes NOM:type=valeur (text, int, bool, hostname, email, name) ; les scripts reçoivent BERTH_PARAM_NOM.',
      },
      placeholder: 'DISK_MB:int=1024',
      multiline: true,
    }),
  ),
  needsDomain: z
    .boolean()
    .default(false)
    .meta(field({ label: { en: 'A domain must be given', fr: 'Un domaine est exigé' } })),
  orderParameters: lines.meta(
    field({
      label: { en: 'What customers may give', fr: 'Ce que le client peut préciser' },
      help: {
        en: 'Lines of NAME:type, with ! when it must be given and =value for a default; the scripts get BERTH_ORDER_NAME.',
        fr: 'Des lignes NOM:type, avec ! si c’est exigé et =valeur par défaut ; les scripts reçoivent BERTH_ORDER_NOM.',
      },
      placeholder: 'PHP_VERSION:text=8.3',
      multiline: true,
    }),
  ),
  createScript: needed(
    { en: 'Script: create', fr: 'Script : créer' },
    {
      en: 'Plain sh, or any interpreter named by #!. Everything comes as BERTH_… variables; always write "$BERTH_…" in quotes. What it prints and its exit codes are in the module’s README.',
      fr: 'Du sh, ou tout interpréteur nommé par #!. Tout arrive en variables BERTH_… ; écrivez toujours "$BERTH_…" entre guillemets. Ce qu’il affiche et ses codes de sortie sont dans le README du module.',
    },
  ),
  suspendScript: needed({ en: 'Script: suspend', fr: 'Script : suspendre' }),
  unsuspendScript: needed({ en: 'Script: unsuspend', fr: 'Script : réactiver' }),
  terminateScript: needed(
    { en: 'Script: terminate', fr: 'Script : supprimer' },
    {
      en: 'Must succeed when nothing is left to remove.',
      fr: 'Doit réussir quand il n’y a plus rien à supprimer.',
    },
  ),
  inspectScript: script(
    { en: 'Script: look up (optional)', fr: 'Script : consulter (facultatif)' },
    {
      en: 'Prints state=running, stopped, suspended or absent, and usage:disk=used/limit bytes. Without it the server answers what was done last.',
      fr: 'Affiche state=running, stopped, suspended ou absent, et usage:disk=utilisé/limite bytes. Sans lui, le serveur répond ce qui a été fait en dernier.',
    },
  ),
  changePlanScript: script({
    en: 'Script: change plan (optional)',
    fr: 'Script : changer d’offre (facultatif)',
  }),
  resetPasswordScript: script(
    { en: 'Script: new password (optional)', fr: 'Script : nouveau mot de passe (facultatif)' },
    { en: 'Prints secret:password=….', fr: 'Affiche secret:password=….' },
  ),
  limitSeconds: z
    .int()
    .min(5)
    .max(3600)
    .default(300)
    .meta(
      field({
        label: { en: 'Time limit of a script', fr: 'Durée limite d’un script' },
        unit: 's',
      }),
    ),
})
export type SshProduct = z.output<typeof productSettings>
