import { field } from '@berth/sdk'
import { z } from 'zod'
import { defineSettings } from '../settings/sections.ts'

/** Who may log in, and how. */
export const accountSettings = defineSettings(
  'accounts',
  z.object({
    requireStaffTotp: z
      .boolean()
      .default(false)
      .meta(
        field({
          label: {
            en: 'Staff must use two-factor authentication',
            fr: 'Double authentification obligatoire pour l’équipe',
          },
          help: {
            en: 'Whoever has not set it up reaches only their own profile.',
            fr: 'Qui ne l’a pas activée n’accède qu’à son propre profil.',
          },
        }),
      ),
    registrationOpen: z
      .boolean()
      .default(true)
      .meta(
        field({
          label: { en: 'Customers may register', fr: 'Inscription des clients ouverte' },
          help: {
            en: 'When off, staff create customers and invite their users.',
            fr: 'Sinon, l’équipe crée les clients et invite leurs utilisateurs.',
          },
        }),
      ),
  }),
)
