import docker from '@berth/module-docker'
import none from '@berth/module-none'
import pterodactyl from '@berth/module-pterodactyl'
import sandbox from '@berth/module-sandbox'
import type { DeliveryModule } from '@berth/sdk'

/** The delivery modules of this installation; the sandbox's provider only in sandbox mode. */
export function installedModules(options: { sandbox: boolean }): DeliveryModule[] {
  return [none, docker, pterodactyl, ...(options.sandbox ? [sandbox] : [])]
}
