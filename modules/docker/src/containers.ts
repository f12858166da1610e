import {
  fail,
  type Observed,
  type ObservedState,
  ok,
  type Resource,
  type Result,
  sameText,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import type { Engine } from './client.ts'
import { type PlacedPort, parsePlaced } from './ports.ts'

/** Labels of our containers and volumes; engines cannot change them afterwards. */
export const LABELS = {
  key: 'berth.key',
  number: 'berth.number',
  plan: 'berth.plan',
  ports: 'berth.ports',
  /** The operation that made it: a second attempt of the same one finds it done. */
  madeBy: 'berth.operation',
} as const

/**
 * A suspended container carries this behind its name: the one mark that every engine can put on an
 * existing container and shows in its list.
 */
const SUSPENDED_MARK = '-suspended'

/** The name of a service's container while it is not suspended; also its remote id. */
export const containerName = (key: string) => `berth-${key}`
/** The key in a container's name, when it is one of ours. */
export const keyOfName = (name: string) => /^berth-([0-9a-f-]{36})$/.exec(name)?.[1] ?? null
export const suspendedName = (key: string) => `${containerName(key)}${SUSPENDED_MARK}`
export const volumeName = (key: string) => `berth-${key}-data`

/** The engine's name of a container without its slash. */
export function nameOf(container: ContainerInfo): string {
  return (container.Names[0] ?? container.Id).replace(/^\//, '')
}

/** Whether a container carries our mark of a suspension. */
export function isMarkedSuspended(container: ContainerInfo): boolean {
  const key = container.Labels[LABELS.key]
  return key !== undefined && nameOf(container) === suspendedName(key)
}

/** Running wins: a container that runs although it is marked is not suspended. */
export function stateOf(container: ContainerInfo): ObservedState {
  if (container.State === 'running' || container.State === 'restarting') return 'running'
  if (isMarkedSuspended(container)) return 'suspended'
  // Made but never started: its creation was interrupted and `create` goes on with it.
  const unfinished = ['created', 'configured', 'initialized', 'removing']
  return unfinished.includes(container.State) ? 'changing' : 'stopped'
}

/** The ports that a container was given, by its label: stopped ones show none. */
export function placedPorts(container: ContainerInfo): PlacedPort[] {
  return parsePlaced(container.Labels[LABELS.ports] ?? '')
}

/** Every port of the server that some container has or claims. */
export function usedPorts(containers: readonly ContainerInfo[]): Set<number> {
  const used = new Set<number>()
  for (const container of containers) {
    for (const { hostPort } of placedPorts(container)) used.add(hostPort)
    for (const port of container.Ports ?? []) if (port.PublicPort) used.add(port.PublicPort)
  }
  return used
}

/** All containers of the engine, or those with a key. Asked afresh each time. */
export async function listContainers(
  engine: Engine,
  key?: string,
): Promise<Result<ContainerInfo[]>> {
  const filters = key === undefined ? {} : { filters: { label: [`${LABELS.key}=${key}`] } }
  const found = await engine.call((docker, abortSignal) =>
    docker.listContainers({ all: true, ...filters, abortSignal }),
  )
  if (!found.ok) return found
  if (!Array.isArray(found.value)) {
    return fail('transient', 'No answer of a container engine', { lost: true })
  }
  return ok(found.value.map(withEmpty))
}

/** Go writes empty lists and maps as null: a container without labels, one that is being removed. */
function withEmpty(container: ContainerInfo): ContainerInfo {
  const { Names, Labels } = container as Partial<ContainerInfo>
  return { ...container, Names: Names ?? [], Labels: Labels ?? {} }
}

/** The one container with our key, or null. */
export async function ownContainer(
  engine: Engine,
  key: string,
): Promise<Result<ContainerInfo | null>> {
  const found = await listContainers(engine, key)
  if (!found.ok) return found
  if (found.value.length > 1) return fail('conflict', `Several containers carry the key ${key}`)
  return ok(found.value[0] ?? null)
}

/** The one container with our key; that there is none is an error. */
export async function existingContainer(
  engine: Engine,
  key: string,
): Promise<Result<ContainerInfo>> {
  const own = await ownContainer(engine, key)
  if (!own.ok) return own
  return own.value ? ok(own.value) : fail('not_found', `No container carries the key ${key}`)
}

/** The resource as the books keep it. */
export function resourceOf(engine: Engine, container: ContainerInfo): Resource {
  const { publicAddress } = engine.settings
  const key = container.Labels[LABELS.key]
  const ports = placedPorts(container)
  const host =
    publicAddress.includes(':') && !publicAddress.startsWith('[')
      ? `[${publicAddress}]`
      : publicAddress
  return {
    remoteId: key === undefined ? nameOf(container) : containerName(key),
    data: {
      image: container.Image,
      ports: ports.map(({ port, transport, hostPort }) => ({ port, transport, hostPort })),
    },
    secrets: {},
    connection: ports.map(({ port, transport, scheme, hostPort }) => ({
      label: sameText(`Port ${port}/${scheme ?? transport}`),
      value: `${host}:${hostPort}`,
      ...(scheme ? { href: `${scheme}://${host}:${hostPort}/` } : {}),
    })),
  }
}

/** What `list`, `find` and `inspect` say of a container. */
export function observedOf(engine: Engine, container: ContainerInfo): Observed {
  const resource = resourceOf(engine, container)
  return {
    remoteId: resource.remoteId,
    key: container.Labels[LABELS.key] ?? null,
    name: nameOf(container),
    owner: null,
    plan: container.Labels[LABELS.plan] ?? null,
    state: stateOf(container),
    usage: [],
    createdAt: container.Created * 1000,
    resource,
  }
}
