import { field } from '@berth/sdk'
import { z } from 'zod'
import { policyOverride } from '../settings/policy-override.ts'
import { defineSettings } from '../settings/sections.ts'

/** The installation's level of the policy, and the days on which destructive steps may rest. */
export const servicesSettings = defineSettings(
  'services',
  z.object({
    policy: policyOverride
      .default({})
      .meta(field({ label: { en: 'Automation', fr: 'Règles d’automatisation' } })),
    holidays: z
      .array(z.iso.date())
      .max(400)
      .default([])
      .meta({ label: { en: 'Holidays', fr: 'Jours fériés' } }),
  }),
)
