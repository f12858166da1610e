import { IconActivity } from '@tabler/icons-react'
import i18next from 'i18next'
import type { PaletteSource } from '../shell/palette-source.ts'
import { listOperations } from './operation-requests.ts'

/** Operations of a service, the latest first. */
const source: PaletteSource = {
  heading: 'operations.title',
  icon: IconActivity,
  permission: 'operations:read',
  search: async (q) => {
    const { items } = await listOperations({ q, limit: '5' })
    return items.map(({ id, kind, state, service }) => ({
      id,
      label: [i18next.t(`ui.operation.kind.${kind}`), service?.name].filter(Boolean).join(' · '),
      description: i18next.t(`ui.status.operation.${state}`),
      to: `/admin/operations/${id}`,
    }))
  },
}

export default source
