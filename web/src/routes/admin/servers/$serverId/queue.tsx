import { ServerFrame } from '../../../../features/servers/server-frame.tsx'
import { ServerQueue } from '../../../../features/servers/server-queue.tsx'

/** What a server has to do, and whether it gets to do it. */
export default function ServerQueuePage() {
  return <ServerFrame>{(server) => <ServerQueue server={server} />}</ServerFrame>
}
