import { IconPlayerPause, IconPlayerPlay, IconPlugConnected } from '@tabler/icons-react'
import type { ActionContext, ActionLook } from '../../ui/action/action-types.ts'
import { serverHref } from './server-requests.ts'

/** How the actions on a server are shown; the server says which there are. */
export const SERVER_LOOKS: Record<string, ActionLook> = {
  pause: { icon: IconPlayerPause },
  resume: { icon: IconPlayerPlay },
  test: { icon: IconPlugConnected },
}

/** What every place that offers a server's actions needs. */
export function useServerActions({ id, name }: { id: string; name: string }): ActionContext {
  return {
    subject: { type: 'server', name, href: serverHref(id) },
    texts: 'servers.actions',
    looks: SERVER_LOOKS,
    alsoRefresh: [['operation']],
  }
}
