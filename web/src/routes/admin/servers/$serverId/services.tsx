import { ServerFrame } from '../../../../features/servers/server-frame.tsx'
import { ServerServices } from '../../../../features/servers/server-services.tsx'

/** The services that a server holds. */
export default function ServerServicesPage() {
  return <ServerFrame>{(server) => <ServerServices server={server} />}</ServerFrame>
}
