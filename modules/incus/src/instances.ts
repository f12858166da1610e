import {
  type ConnectionDetail,
  fail,
  type Observed,
  type ObservedState,
  ok,
  type Resource,
  type Result,
} from '@berth/sdk'
import { z } from 'zod'
import type { Incus } from './client.ts'
import { KEYS } from './keys.ts'
import { planOfInstance } from './plan.ts'
import { type Instance, type InstanceState, instanceSchema, stateSchema } from './wire.ts'

/** The instance's name, a valid host name; the last digits of a UUID are its random ones. */
export const instanceName = (key: string) =>
  `berth-${key.replaceAll('-', '').slice(-12).toLowerCase()}`

export const pathOf = (name: string) => `/1.0/instances/${encodeURIComponent(name)}`

export const isMarkedSuspended = (instance: Instance) => instance.config[KEYS.suspended] === 'yes'

const CHANGING = new Set(['Pending', 'Starting', 'Stopping', 'Aborting', 'Freezing', 'Cancelling'])

/** Running wins: what runs although it is marked is not suspended. */
export function stateOf(instance: Instance): ObservedState {
  if (instance.status === 'Running' || instance.status === 'Ready') return 'running'
  if (CHANGING.has(instance.status)) return 'changing'
  if (isMarkedSuspended(instance)) return 'suspended'
  return instance.config[KEYS.phase] === undefined ? 'stopped' : 'changing'
}

/** All instances of the project, or those with a key; servers that cannot filter answer all. */
export async function listInstances(incus: Incus, key?: string): Promise<Result<Instance[]>> {
  const filter: Record<string, string> =
    key === undefined ? {} : { filter: `config.${KEYS.key} eq ${key}` }
  const all = await incus.read('/1.0/instances', z.array(instanceSchema), {
    query: { recursion: '1', ...filter },
  })
  if (!all.ok || key === undefined) return all
  return ok(all.value.filter((instance) => instance.config[KEYS.key] === key))
}

/** The one instance with our key, or null. */
export async function ownInstance(incus: Incus, key: string): Promise<Result<Instance | null>> {
  const found = await listInstances(incus, key)
  if (!found.ok) return found
  if (found.value.length > 1) return fail('conflict', `Several instances carry the key ${key}`)
  return ok(found.value[0] ?? null)
}

/** The one instance with our key; that there is none is an error. */
export async function existingInstance(incus: Incus, key: string): Promise<Result<Instance>> {
  const own = await ownInstance(incus, key)
  if (!own.ok) return own
  return own.value ? ok(own.value) : fail('not_found', `No instance carries the key ${key}`)
}

/** One instance by its name, or null. */
export async function instanceNamed(incus: Incus, name: string): Promise<Result<Instance | null>> {
  const one = await incus.read(pathOf(name), instanceSchema)
  if (one.ok || one.error.code !== 'not_found') return one
  return ok(null)
}

/** What it does right now; null when it went meanwhile. */
export async function readState(incus: Incus, name: string): Promise<Result<InstanceState | null>> {
  const state = await incus.read(`${pathOf(name)}/state`, stateSchema)
  if (state.ok || state.error.code !== 'not_found') return state
  return ok(null)
}

/** Addresses that others can reach it by: those it has, then those that are set for it. */
export function addressesOf(instance: Instance, state: InstanceState | null): string[] {
  const had = Object.values(state?.network ?? {})
    .filter(({ type }) => type !== 'loopback')
    .flatMap(({ addresses }) => addresses)
    .filter(({ scope }) => scope === 'global')
    .map(({ address }) => address)
  const set = Object.values(instance.expanded_devices).flatMap((device) =>
    device.type === 'nic' ? [device['ipv4.address'] ?? '', device['ipv6.address'] ?? ''] : [],
  )
  return [...new Set([...had, ...set])].filter((one) => one !== '' && one !== 'none')
}

/** The resource as the books keep it. Secrets are known only when they are made. */
export function resourceOf(
  instance: Instance,
  state: InstanceState | null,
  secrets: Readonly<Record<string, string>> = {},
): Resource {
  const addresses = addressesOf(instance, state)
  return {
    remoteId: instance.name,
    data: { type: instance.type, image: imageOf(instance), addresses },
    secrets,
    connection: [
      ...addresses.map(
        (value): ConnectionDetail => ({
          label: value.includes(':')
            ? { en: 'IPv6 address', fr: 'Adresse IPv6' }
            : { en: 'IPv4 address', fr: 'Adresse IPv4' },
          value,
        }),
      ),
      ...(secrets.password === undefined
        ? []
        : [{ label: { en: 'Password', fr: 'Mot de passe' }, secret: 'password' }]),
    ],
  }
}

/** The image by its name, or by what the server says of it. */
export function imageOf({ config }: Instance): string {
  const named = config[KEYS.image] ?? config['image.description']
  return named ?? config['volatile.base_image']?.slice(0, 12) ?? ''
}

/** What `list`, `find` and `inspect` say of an instance. */
export function observedOf(instance: Instance, state: InstanceState | null): Observed {
  const createdAt = Date.parse(instance.created_at)
  return {
    remoteId: instance.name,
    key: instance.config[KEYS.key] ?? null,
    name: instance.config[KEYS.name] ?? instance.name,
    owner: instance.config[KEYS.owner] ?? null,
    plan: planOfInstance(instance),
    state: stateOf(instance),
    usage: [],
    createdAt: createdAt > 0 ? createdAt : null,
    resource: resourceOf(instance, state),
  }
}
