import { IconSettings } from '@tabler/icons-react'
import i18next from 'i18next'
import type { PaletteSource } from '../shell/palette-source.ts'

const PAGES = ['business', 'invoicing', 'services', 'brake', 'mail', 'accounts'] as const

/** The pages of the settings, by their titles and what is on them. */
const source: PaletteSource = {
  heading: 'settings.title',
  icon: IconSettings,
  permission: 'settings:read',
  search: async (text) => {
    const words = text.toLowerCase().split(/\s+/)
    const pages = [
      ...PAGES.map((section) => ({
        id: section,
        label: i18next.t(`settings.sections.${section}.title`),
        description: i18next.t(`settings.sections.${section}.text`),
        to: `/admin/settings/${section}`,
      })),
      {
        id: 'gateways',
        label: i18next.t('gateways.title'),
        description: i18next.t('gateways.text'),
        to: '/admin/settings/gateways',
      },
      {
        id: 'terms',
        label: i18next.t('settings.terms.title'),
        description: i18next.t('settings.terms.text'),
        to: '/admin/settings/terms',
      },
    ]
    return pages.filter(({ label, description }) => {
      // A letter or two is in every description.
      const said = (text.length < 3 ? label : `${label} ${description}`).toLowerCase()
      return words.every((word) => said.includes(word))
    })
  },
}

export default source
