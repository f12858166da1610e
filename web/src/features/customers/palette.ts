import { IconUsers } from '@tabler/icons-react'
import { api, read } from '../../api/client.ts'
import type { PaletteSource } from '../shell/palette-source.ts'

const LIMIT = 5

const source: PaletteSource = {
  heading: 'customers.title',
  icon: IconUsers,
  permission: 'customers:read',
  search: async (search, signal) => {
    const query = { search, limit: LIMIT }
    const { items } = await read(api.GET('/api/v1/admin/customers', { params: { query }, signal }))
    return items.map((customer) => ({
      id: customer.id,
      label: customer.name,
      description: customer.email,
      to: `/admin/customers/${customer.id}`,
    }))
  },
}

export default source
