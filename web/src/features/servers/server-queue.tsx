import { OperationTable } from '../operations/operation-table.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import type { ServerPage } from './server-requests.ts'

/** The operations of a server: what runs, what waits for its turn, what waits for a person. */
export function ServerQueue({ server }: { server: ServerPage }) {
  return (
    <RequirePermission permission="operations:read">
      <OperationTable
        name="server-operations"
        fixed={{ serverId: server.id }}
        without={['server', 'serverId', 'type']}
      />
    </RequirePermission>
  )
}
