import { IconServer2 } from '@tabler/icons-react'
import { send } from '../../api/client.ts'
import type { PaletteSource } from '../shell/palette-source.ts'
import type { Server } from './server-requests.ts'

/** Servers by name. */
const source: PaletteSource = {
  heading: 'servers.title',
  icon: IconServer2,
  permission: 'servers:read',
  commands: [{ label: 'servers.new', to: '/admin/servers/new', permission: 'servers:update' }],
  search: async (search, signal) => {
    const query = { search, limit: '5' }
    const { items } = await send<{ items: Server[] }>({
      url: '/api/v1/admin/servers',
      query,
      signal,
    })
    return items.map((server) => ({
      id: server.id,
      label: server.name,
      description: server.type,
      to: `/admin/servers/${server.id}`,
    }))
  },
}

export default source
