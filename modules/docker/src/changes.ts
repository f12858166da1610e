import {
  fail,
  type OperationContext,
  ok,
  type PowerSignal,
  type ReinstallInput,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type Docker from 'dockerode'
import type { ContainerInfo } from 'dockerode'
import { connect, type Engine, inQuery } from './client.ts'
import {
  containerName,
  existingContainer,
  isMarkedSuspended,
  keyOfName,
  LABELS,
  listContainers,
  ownContainer,
  placedPorts,
  resourceOf,
  suspendedName,
} from './containers.ts'
import { finish, place, removeContainer, startContainer, unlessStatus } from './create.ts'
import type { DockerSettings } from './forms.ts'
import { type DockerService, planLine } from './plan.ts'
import { ensureImage, ensureVolume, imageId, removeVolumes } from './supplies.ts'

type Server = ServerConfig<DockerSettings>

/** How long a container may take to end by itself, in seconds. */
const STOP_SECONDS = 10

/** Marks first, then stops: killed in between, it runs although marked, which `find` says. */
export async function suspend(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  const container = await existingContainer(engine, service.key)
  if (!container.ok) return container
  if (!isMarkedSuspended(container.value)) {
    const marked = await rename(engine, container.value, suspendedName(service.key))
    if (!marked.ok) return marked
  }
  const stopped = await stopContainer(engine, container.value.Id)
  return stopped.ok ? ok(resourceOf(engine, container.value)) : stopped
}

/** Takes the mark away and starts. */
export async function unsuspend(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  const container = await existingContainer(engine, service.key)
  if (!container.ok) return container
  if (isMarkedSuspended(container.value)) {
    const unmarked = await rename(engine, container.value, containerName(service.key))
    if (!unmarked.ok) return unmarked
  }
  const started = await startContainer(engine, container.value.Id)
  return started.ok ? ok(resourceOf(engine, container.value)) : started
}

/** Removes every container and volume with our key. */
export async function terminate(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<null>> {
  const engine = connect(ctx, server.settings)
  const found = await listContainers(engine, service.key)
  if (!found.ok) return found
  for (const { Id } of found.value) {
    const removed = await removeContainer(engine, Id)
    if (!removed.ok) return removed
  }
  return removeVolumes(engine, service.key)
}

/** Removes one container, by its name, and the volumes of the key that it carries. */
export async function discard(
  ctx: OperationContext,
  server: Server,
  resource: Resource,
): Promise<Result<null>> {
  const engine = connect(ctx, server.settings)
  const all = await listContainers(engine)
  if (!all.ok) return all
  const same = (one: ContainerInfo) => resourceOf(engine, one).remoteId === resource.remoteId
  const container = all.value.find(same)
  if (container) {
    const removed = await removeContainer(engine, container.Id)
    if (!removed.ok) return removed
  }
  const key = container?.Labels[LABELS.key] ?? keyOfName(resource.remoteId)
  return key === null ? ok(null) : removeVolumes(engine, key)
}

/** Starts, stops or restarts; nothing starts what is suspended. */
export async function power(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
  signal: PowerSignal,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  const container = await existingContainer(engine, service.key)
  if (!container.ok) return container
  const starts = signal === 'start' || signal === 'restart'
  if (starts && (service.suspended || isMarkedSuspended(container.value))) {
    return fail('rejected', 'The service is suspended')
  }
  const done = await POWER[signal](engine, container.value.Id)
  return done.ok ? ok(resourceOf(engine, container.value)) : done
}

const POWER: Readonly<
  Record<PowerSignal, (engine: Engine, id: string) => Promise<Result<unknown>>>
> = {
  start: startContainer,
  stop: stopContainer,
  restart: (engine, id) =>
    onContainer(engine, id, (container, abortSignal) =>
      container.restart(inQuery({ t: STOP_SECONDS }, abortSignal)),
    ),
  // 409: it does not run.
  kill: (engine, id) =>
    onContainer(engine, id, (container, abortSignal) =>
      container.kill(inQuery({ signal: 'SIGKILL' }, abortSignal)).catch(unlessStatus(409)),
    ),
}

/** Makes the container anew from its image, with its ports; the volume is kept or made anew. */
export async function reinstall(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
  { keepData }: ReinstallInput,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  return remake(ctx, engine, service, { keepData })
}

/** A container's limits, image and ports are fixed: a changed plan is a new container, same volume. */
export async function changePlan(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  const own = await ownContainer(engine, service.key)
  if (!own.ok) return own
  if (own.value && own.value.Labels[LABELS.plan] === planLine(service.product)) {
    return ok(resourceOf(engine, own.value))
  }
  return remake(ctx, engine, service, { keepData: true })
}

/** How a container is made anew. */
export interface RemakeWish {
  readonly keepData: boolean
  /** Asks the registry for a newer image of the same name. */
  readonly newestImage?: true
  /** Leaves the container as it is when it was made from that image already. */
  readonly onlyIfNewer?: true
  /** Gives it other ports of the server than it had. */
  readonly otherPorts?: true
}

/**
 * Makes the container anew. Also goes on after an interruption in which the container was gone
 * already; one that this very operation has made is left as it is.
 */
export async function remake(
  ctx: OperationContext,
  engine: Engine,
  service: DockerService,
  wish: RemakeWish,
): Promise<Result<Resource>> {
  const image = await ensureImage(engine, service.product, wish.newestImage)
  if (!image.ok) return image
  const own = await ownContainer(engine, service.key)
  if (!own.ok) return own
  if (own.value?.Labels[LABELS.madeBy] === ctx.operationId) {
    return finish(ctx, engine, service, own.value)
  }
  if (!own.value && !service.resource) return fail('not_found', 'There is no container to remake')
  if (own.value && wish.onlyIfNewer) {
    const newest = await imageId(engine, service.product)
    if (!newest.ok) return newest
    if (newest.value === own.value.ImageID) return ok(resourceOf(engine, own.value))
  }
  if (own.value) {
    const removed = await removeContainer(engine, own.value.Id)
    if (!removed.ok) return removed
  }
  if (!wish.keepData) {
    const emptied = await removeVolumes(engine, service.key)
    if (!emptied.ok) return emptied
  }
  if (service.product.volumePath !== '') {
    const volume = await ensureVolume(engine, service.key)
    if (!volume.ok) return volume
  }
  const suspended = service.suspended || (own.value ? isMarkedSuspended(own.value) : false)
  const before = portsBefore(own.value, service)
  const ports = wish.otherPorts ? { avoided: before } : { preferred: before }
  return place(ctx, engine, service, { ...ports, suspended })
}

/** The server's ports that the service had, from its container or else from the books. */
function portsBefore(container: ContainerInfo | null, service: DockerService): number[] {
  if (container) return placedPorts(container).map((port) => port.hostPort)
  const ports = service.resource?.data.ports
  if (!Array.isArray(ports)) return []
  return ports.flatMap((port: unknown) => {
    const known = typeof port === 'object' && port !== null && 'hostPort' in port
    return known && typeof port.hostPort === 'number' ? [port.hostPort] : []
  })
}

/** Gives the container a name. Done twice it would be refused, so a lost answer is looked up. */
async function rename(
  engine: Engine,
  container: ContainerInfo,
  name: string,
): Promise<Result<unknown>> {
  const once = () =>
    engine.callOnce((docker, signal) =>
      docker.getContainer(container.Id).rename(inQuery({ name }, signal)),
    )
  const renamed = await once()
  if (renamed.ok || !renamed.error.lost) return renamed
  const seen = await engine.call((docker, abortSignal) =>
    docker.getContainer(container.Id).inspect({ abortSignal }),
  )
  if (!seen.ok) return renamed
  return seen.value.Name.replace(/^\//, '') === name ? ok(null) : once()
}

function stopContainer(engine: Engine, id: string): Promise<Result<unknown>> {
  return onContainer(engine, id, (container, abortSignal) =>
    container.stop(inQuery({ t: STOP_SECONDS }, abortSignal)).catch(unlessStatus(304)),
  )
}

function onContainer(
  engine: Engine,
  id: string,
  change: (container: Docker.Container, signal: AbortSignal) => Promise<unknown>,
): Promise<Result<unknown>> {
  return engine.call((docker, signal) => change(docker.getContainer(id), signal))
}
