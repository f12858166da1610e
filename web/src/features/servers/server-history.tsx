import { NotAllowedPage } from '../../ui/state/states.tsx'
import { HistorySection } from '../history/history-section.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import type { ServerPage } from './server-requests.ts'

/** Who changed, paused and tested a server, and why. */
export function ServerHistory({ server }: { server: ServerPage }) {
  if (!usePermission('history:read')) return <NotAllowedPage permission="history:read" />
  return <HistorySection subject="server" subjectId={server.id} />
}
