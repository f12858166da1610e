import { IconStack2 } from '@tabler/icons-react'
import { api, read } from '../../api/client.ts'
import type { PaletteSource } from '../shell/palette-source.ts'

const LIMIT = 5

const source: PaletteSource = {
  heading: 'services.title',
  icon: IconStack2,
  permission: 'services:read',
  search: async (q, signal) => {
    const query = { q, limit: LIMIT, archived: 'with' as const }
    const { items } = await read(api.GET('/api/v1/admin/services', { params: { query }, signal }))
    return items.map((service) => ({
      id: service.id,
      label: `${service.name} #${service.number}`,
      description: service.customer.name,
      to: `/admin/services/${service.id}`,
    }))
  },
}

export default source
