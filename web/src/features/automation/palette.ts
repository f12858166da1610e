import { IconRobot } from '@tabler/icons-react'
import i18next from 'i18next'
import type { PaletteSource } from '../shell/palette-source.ts'
import { AUTOMATION_PAGES } from './automation-pages.ts'

/** The pages of the automation, by their titles and what is on them. */
const source: PaletteSource = {
  heading: 'automation.title',
  icon: IconRobot,
  permission: 'automation:read',
  search: async (text) => {
    const words = text.toLowerCase().split(/\s+/)
    const pages = AUTOMATION_PAGES.map(({ id, to }) => ({
      id: `automation:${id}`,
      label: i18next.t(`automation.page.${id}`),
      description: i18next.t(`automation.pageText.${id}`),
      to,
    }))
    return pages.filter(({ label, description }) => {
      // A letter or two is in every description.
      const said = (text.length < 3 ? label : `${label} ${description}`).toLowerCase()
      return words.every((word) => said.includes(word))
    })
  },
}

export default source
