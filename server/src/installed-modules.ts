import cpanel from '@berth/module-cpanel'
import docker from '@berth/module-docker'
import incus from '@berth/module-incus'
import mumble from '@berth/module-mumble'
import none from '@berth/module-none'
import proxmox from '@berth/module-proxmox'
import pterodactyl from '@berth/module-pterodactyl'
import sandbox from '@berth/module-sandbox'
import ssh from '@berth/module-ssh'
import type { DeliveryModule } from '@berth/sdk'

/** The delivery modules of this installation; the sandbox's provider only in sandbox mode. */
export function installedModules(options: { sandbox: boolean }): DeliveryModule[] {
  const all = [none, cpanel, docker, incus, mumble, proxmox, pterodactyl, ssh]
  return options.sandbox ? [...all, sandbox] : all
}
