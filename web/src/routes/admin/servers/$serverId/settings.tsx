import { ServerFrame } from '../../../../features/servers/server-frame.tsx'
import { ServerSettings } from '../../../../features/servers/server-settings.tsx'

/** How a server is reached, and how much it may be asked. */
export default function ServerSettingsPage() {
  return <ServerFrame>{(server) => <ServerSettings server={server} />}</ServerFrame>
}
