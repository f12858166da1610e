import { ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Pve } from './client.ts'
import { type Guest, pathOf } from './cluster.ts'

/*
 * Proxmox's own console page wants a login of its own: a browser cannot be given an API token. So the
 * link leads there, for staff. A customer is let in by a gateway only, which the settings name: it
 * gets a ticket for this one guest, made with our token, and passes the web socket on.
 */

const proxySchema = z.object({
  port: z.union([z.number(), z.string()]),
  ticket: z.string(),
})

/** Whether customers can be sent to a console. */
export function isConsoleForCustomers({ settings }: Pick<Pve, 'settings'>): boolean {
  return settings.consoleUrl !== ''
}

/** An address that a browser can open. */
export async function consoleLink(pve: Pve, guest: Guest): Promise<Result<string>> {
  const { settings } = pve
  if (!isConsoleForCustomers(pve)) return ok(ownPage(pve, guest))
  const words = { node: guest.node, kind: guest.kind, vmid: String(guest.vmid) }
  if (!/\{(ticket|port)\}/.test(settings.consoleUrl)) return ok(fill(settings.consoleUrl, words))
  const asked = await pve.change('POST', `${pathOf(guest)}/vncproxy`, { websocket: true })
  if (!asked.ok) return asked
  const { port, ticket } = proxySchema.parse(asked.value)
  return ok(fill(settings.consoleUrl, { ...words, port: String(port), ticket }))
}

function fill(pattern: string, words: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const word = words[name]
    return word === undefined ? whole : encodeURIComponent(word)
  })
}

function ownPage({ settings }: Pve, guest: Guest): string {
  const url = new URL(settings.url)
  if (url.port === '') url.port = '8006'
  url.pathname = '/'
  const query = {
    console: guest.kind === 'qemu' ? 'kvm' : 'lxc',
    novnc: '1',
    vmid: String(guest.vmid),
    node: guest.node,
    resize: 'scale',
  }
  url.search = new URLSearchParams(query).toString()
  return url.toString()
}
