import { IconArrowsDiff } from '@tabler/icons-react'
import i18next from 'i18next'
import type { PaletteSource } from '../shell/palette-source.ts'
import { nameOf } from './drift-actions.ts'
import { listDrift } from './drift-requests.ts'

/** Open drift by service, id on the server, owner or plan. */
const source: PaletteSource = {
  heading: 'drift.title',
  icon: IconArrowsDiff,
  permission: 'drift:read',
  search: async (q) => {
    const { items } = await listDrift({ q, state: 'open', limit: '5' })
    return items.map((row) => ({
      id: row.id,
      label: [nameOf(row), row.server?.name].filter(Boolean).join(' · '),
      description: i18next.t(`drift.kind.${row.kind}`),
      to: '/admin/drift',
      search: { q: row.remoteId },
    }))
  },
}

export default source
