import { ServerReconciliations } from '../../../../features/drift/server-reconciliations.tsx'
import { ServerFrame } from '../../../../features/servers/server-frame.tsx'

/** When the books were compared with the server, and what was found. */
export default function ServerReconciliationsPage() {
  return <ServerFrame>{(server) => <ServerReconciliations server={server} />}</ServerFrame>
}
