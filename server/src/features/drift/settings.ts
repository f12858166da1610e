import { field } from '@berth/sdk'
import { z } from 'zod'
import { defineSettings } from '../settings/sections.ts'

/** How often servers are compared with the books. */
export const reconciliationSettings = defineSettings(
  'reconciliation',
  z.object({
    everyMinutes: z
      .int()
      .min(0)
      .max(10_080)
      .default(15)
      .meta(
        field({
          label: {
            en: 'Compare each server with the books every (minutes)',
            fr: 'Comparer chaque serveur aux registres toutes les (minutes)',
          },
          help: {
            en: '0: never by itself; staff can still ask for it.',
            fr: '0 : jamais d’elle-même ; l’équipe peut toujours la demander.',
          },
        }),
      ),
  }),
)
