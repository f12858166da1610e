import { fail, type Observed, ok, type Resource, type Result, type ServiceInput } from '@berth/sdk'
import type { Client, Machine } from './client.ts'
import type { Order, Product } from './forms.ts'

export type Service = ServiceInput<Product, Order>

/** How a plan is called, there and in our books: drift and import compare it. */
export const planName = (memoryMb: number) => `${memoryMb} MiB`

/** The machine as the books keep it. Passwords are known only when they were just made. */
export function resourceOf(machine: Machine, secrets: Resource['secrets'] = {}): Resource {
  return {
    remoteId: machine.id,
    data: { address: machine.address },
    secrets,
    connection: [
      {
        label: { en: 'Address', fr: 'Adresse' },
        value: machine.address,
        href: `ssh://root@${machine.address}`,
      },
      { label: { en: 'Password', fr: 'Mot de passe' }, secret: 'password' },
    ],
  }
}

/** The machine as `list`, `find` and `inspect` show it. */
export function observedOf(machine: Machine): Observed {
  return {
    remoteId: machine.id,
    key: machine.label,
    name: machine.name,
    owner: machine.owner,
    plan: planName(machine.memory_mb),
    state: machine.state === 'installing' ? 'changing' : machine.state,
    usage: [],
    createdAt: null,
    resource: resourceOf(machine),
  }
}

/** The one machine with our key, or null. Several are for staff to judge. */
export async function ownMachine(client: Client, key: string): Promise<Result<Machine | null>> {
  const page = await client.find(key)
  if (!page.ok) return page
  if (page.value.items.length > 1) return fail('conflict', `Several machines carry the key ${key}`)
  return ok(page.value.items[0] ?? null)
}

/** Changes the service's machine, found by our key. */
export async function changeMachine(
  client: Client,
  service: Service,
  how: (id: string) => Promise<Result<Machine>>,
): Promise<Result<Resource>> {
  const own = await ownMachine(client, service.key)
  if (!own.ok) return own
  if (!own.value) return fail('not_found', `No machine carries the key ${service.key}`)
  const changed = await how(own.value.id)
  return changed.ok ? ok(resourceOf(changed.value, service.resource?.secrets)) : changed
}

/** Marks an existing machine with our key; one that carries another key is somebody else's. */
export async function adoptMachine(client: Client, service: Service): Promise<Result<Resource>> {
  const seen = await client.machine(service.resource?.remoteId ?? '')
  if (!seen.ok) return seen
  const { id, label } = seen.value
  if (label !== null && label !== service.key)
    return fail('conflict', `${id} carries the key ${label}`)
  const marked = await client.change(id, { label: service.key })
  return marked.ok ? ok(resourceOf(marked.value, service.resource?.secrets)) : marked
}

/** A new password, in the secrets of the answer. */
export async function resetPassword(client: Client, service: Service): Promise<Result<Resource>> {
  const own = await ownMachine(client, service.key)
  if (!own.ok) return own
  if (!own.value) return fail('not_found', `No machine carries the key ${service.key}`)
  const made = await client.newPassword(own.value.id)
  return made.ok ? ok(resourceOf(own.value, made.value)) : made
}
