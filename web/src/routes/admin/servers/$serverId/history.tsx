import { ServerFrame } from '../../../../features/servers/server-frame.tsx'
import { ServerHistory } from '../../../../features/servers/server-history.tsx'

/** Who did what with a server, and why. */
export default function ServerHistoryPage() {
  return <ServerFrame>{(server) => <ServerHistory server={server} />}</ServerFrame>
}
