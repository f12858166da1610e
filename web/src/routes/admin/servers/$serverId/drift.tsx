import { ServerDrift } from '../../../../features/servers/server-drift.tsx'
import { ServerFrame } from '../../../../features/servers/server-frame.tsx'

/** Where the books and the server say different things. */
export default function ServerDriftPage() {
  return <ServerFrame>{(server) => <ServerDrift server={server} />}</ServerFrame>
}
