import { ServerErrors } from '../../../../features/servers/server-errors.tsx'
import { ServerFrame } from '../../../../features/servers/server-frame.tsx'

/** What went wrong on a server last. */
export default function ServerErrorsPage() {
  return <ServerFrame>{(server) => <ServerErrors server={server} />}</ServerFrame>
}
