import { ServerFrame } from '../../../../features/servers/server-frame.tsx'
import { ServerOverview } from '../../../../features/servers/server-overview.tsx'

/** One server: is it well, what does it hold, how is it reached. */
export default function ServerPage() {
  return <ServerFrame>{(server) => <ServerOverview server={server} />}</ServerFrame>
}
