import { randomInt } from 'node:crypto'
import {
  fail,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { connect, type Engine, withBody } from './client.ts'
import {
  containerName,
  existingContainer,
  listContainers,
  ownContainer,
  placedPorts,
  resourceOf,
  usedPorts,
} from './containers.ts'
import { isPortTaken } from './failures.ts'
import type { DockerSettings } from './forms.ts'
import { containerSpec, type DockerService, environmentOf, type Placed } from './plan.ts'
import { type PlacedPort, parsePorts, placePorts } from './ports.ts'
import { ensureImage, ensureVolume, removeVolumes } from './supplies.ts'

type Server = ServerConfig<DockerSettings>

/** How often other ports are tried before it is left to a later attempt. */
const PORT_TRIES = 8

/** Makes the container and its volume; one that carries our key already is finished and taken over. */
export async function create(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<Resource>> {
  const engine = connect(ctx, server.settings)
  const own = await ownContainer(engine, ctx.key)
  if (!own.ok) return own
  if (own.value) {
    ctx.log('Found the container with our key', { id: own.value.Id })
    return finish(ctx, engine, service, own.value)
  }
  const supplies = await prepare(ctx, engine, service)
  if (!supplies.ok) return supplies
  await ctx.reserve(containerName(ctx.key))
  const placed = await place(ctx, engine, service, {})
  // Another server may take the service then: nothing of it stays here.
  const failed = !placed.ok && !placed.error.lost
  if (failed && supplies.value.made) await removeVolumes(engine, ctx.key)
  return placed
}

/** Fetches the image and makes the volume. */
async function prepare(ctx: OperationContext, engine: Engine, service: DockerService) {
  ctx.progress({ text: { en: 'Fetching the image', fr: 'Téléchargement de l’image' }, percent: 10 })
  const image = await ensureImage(engine, service.product)
  if (!image.ok) return image
  if (service.product.volumePath === '') return ok({ made: false })
  return ensureVolume(engine, service.key)
}

/** An interrupted creation goes on where it stopped: ports checked, container started. */
export async function finish(
  ctx: OperationContext,
  engine: Engine,
  service: DockerService,
  container: ContainerInfo,
): Promise<Result<Resource>> {
  if (container.State === 'running' || service.suspended) return ok(resourceOf(engine, container))
  const started = await startWithPorts(engine, container.Id, placedPorts(container))
  if (started.ok) return ok(resourceOf(engine, container))
  if (started.error.code !== 'capacity') return started
  ctx.log('Its ports were taken meanwhile: making it again', { id: container.Id })
  const removed = await removeContainer(engine, container.Id)
  return removed.ok ? place(ctx, engine, service, {}) : removed
}

/** How a container is placed: with the ports it had if they are free, started or not. */
export interface Placement {
  readonly preferred?: readonly number[]
  /** Ports of the server that it must not get. */
  readonly avoided?: readonly number[]
  readonly suspended?: boolean
}

/** Makes and starts the container; on a collision of ports it is made again with others. */
export async function place(
  ctx: OperationContext,
  engine: Engine,
  service: DockerService,
  { preferred = [], avoided = [], suspended = false }: Placement,
): Promise<Result<Resource>> {
  const env = environmentOf(service.product, service.orderData)
  if (!env.ok) return env
  const avoid = new Set<number>(avoided)
  for (let turn = 0; turn < PORT_TRIES; turn++) {
    const ports = await choosePorts(engine, service, { preferred, avoid, turn })
    if (!ports.ok) return ports
    ctx.progress({ text: { en: 'Making the container', fr: 'Création du conteneur' }, percent: 60 })
    const made = await makeContainer(engine, service, {
      ports: ports.value,
      env: env.value,
      suspended,
      operationId: ctx.operationId,
    })
    if (!made.ok) return takenName(ctx, engine, service, made)
    const started = suspended
      ? await claimed(engine, made.value, ports.value)
      : await startWithPorts(engine, made.value, ports.value)
    if (started.ok) return resourceNow(engine, service.key)
    if (started.error.lost) return started
    const removed = await removeContainer(engine, made.value)
    if (!removed.ok) return removed
    if (started.error.code !== 'capacity') return started
    ctx.log('Ports were taken meanwhile', { ports: ports.value.map((port) => port.hostPort) })
    if (isPortTaken(started.error)) for (const { hostPort } of ports.value) avoid.add(hostPort)
  }
  return fail('transient', 'Ports kept being taken by others')
}

/** A name in use may be our own request, done late: then it is finished; else it is a conflict. */
async function takenName(
  ctx: OperationContext,
  engine: Engine,
  service: DockerService,
  refused: Result<never>,
): Promise<Result<Resource>> {
  if (refused.ok || refused.error.code !== 'conflict') return refused
  const own = await ownContainer(engine, service.key)
  if (!own.ok) return own
  return own.value ? finish(ctx, engine, service, own.value) : refused
}

async function choosePorts(
  engine: Engine,
  service: DockerService,
  {
    preferred,
    avoid,
    turn,
  }: { preferred: readonly number[]; avoid: ReadonlySet<number>; turn: number },
): Promise<Result<PlacedPort[]>> {
  const wanted = parsePorts(service.product.ports)
  if (wanted.length === 0) return ok([])
  const all = await listContainers(engine)
  if (!all.ok) return all
  const { portFrom: from, portTo: to } = engine.settings
  const used = new Set([...usedPorts(all.value), ...avoid])
  const start = turn === 0 ? 0 : randomInt(to - from + 1)
  const ports = placePorts(wanted, { from, to }, used, { preferred, start })
  if (!ports) return fail('capacity', `Fewer than ${wanted.length} free ports in ${from}–${to}`)
  return ok(ports)
}

/** Asks for the container, not yet started; answers its id. */
async function makeContainer(
  engine: Engine,
  service: DockerService,
  placed: Placed,
): Promise<Result<string>> {
  const { name, ...spec } = containerSpec(engine.settings, service, placed)
  const made = await engine.callOnce((docker, signal) =>
    docker.createContainer(withBody({ name }, spec, signal)),
  )
  if (made.ok) return ok(made.value.id)
  if (made.error.code === 'not_found') {
    return fail('config', `${made.error.message} (image ${service.product.image})`)
  }
  return made
}

async function startWithPorts(
  engine: Engine,
  id: string,
  ports: readonly PlacedPort[],
): Promise<Result<null>> {
  const alone = await claimed(engine, id, ports)
  return alone.ok ? startContainer(engine, id) : alone
}

/**
 * Whether no other container claims these ports. Two that were made at once may both have seen them
 * free; as each looks again after its own is visible, at least one of them notices and gives way.
 */
async function claimed(
  engine: Engine,
  id: string,
  ports: readonly PlacedPort[],
): Promise<Result<null>> {
  if (ports.length === 0) return ok(null)
  const all = await listContainers(engine)
  if (!all.ok) return all
  const taken = usedPorts(all.value.filter((container) => container.Id !== id))
  const lost = ports.find((port) => taken.has(port.hostPort))
  return lost ? fail('capacity', `Port ${lost.hostPort} is claimed by another container`) : ok(null)
}

/** Starts a container; one that runs already is fine. */
export async function startContainer(engine: Engine, id: string): Promise<Result<null>> {
  const started = await engine.call((docker, abortSignal) =>
    docker.getContainer(id).start({ abortSignal }).catch(unlessStatus(304)),
  )
  if (started.ok) return ok(null)
  // The container is there: what was not found is a command or a device of the image.
  if (started.error.code === 'not_found') return fail('config', started.error.message)
  return started
}

/** Removes a container and what it keeps inside; one that is gone is fine. */
export function removeContainer(engine: Engine, id: string): Promise<Result<unknown>> {
  return engine.call((docker, abortSignal) =>
    docker.getContainer(id).remove({ force: true, v: true, abortSignal }).catch(unlessStatus(404)),
  )
}

/** Lets an answer with this status pass as done. */
export function unlessStatus(status: number): (error: { statusCode?: number }) => null {
  return (error) => {
    if (error.statusCode === status) return null
    throw error
  }
}

async function resourceNow(engine: Engine, key: string): Promise<Result<Resource>> {
  const container = await existingContainer(engine, key)
  return container.ok ? ok(resourceOf(engine, container.value)) : container
}
