import { DriftTable } from '../drift/drift-table.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import type { ServerPage } from './server-requests.ts'

/** Where the books and this server say different things. */
export function ServerDrift({ server }: { server: ServerPage }) {
  return (
    <RequirePermission permission="drift:read">
      <DriftTable
        name="server-drift"
        fixed={{ serverId: server.id }}
        without={['server', 'serverId']}
      />
    </RequirePermission>
  )
}
