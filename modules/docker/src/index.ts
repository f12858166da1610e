import {
  defineDeliveryModule,
  type ModuleContext,
  type Observed,
  type ObservedPage,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { changePlan, discard, power, reinstall, suspend, terminate, unsuspend } from './changes.ts'
import { connect, type Engine } from './client.ts'
import { testConnection } from './connection.ts'
import { LABELS, listContainers, observedOf, resourceOf } from './containers.ts'
import { create } from './create.ts'
import {
  actionForms,
  type DockerSettings,
  orderForm,
  productSettings,
  serverSettings,
} from './forms.ts'
import { panel } from './panel.ts'
import { panelAction } from './panel-actions.ts'
import { planLine } from './plan.ts'
import { measure } from './readings.ts'
import { listRemains } from './remains.ts'

type Server = ServerConfig<DockerSettings>

const PAGE_SIZE = 200

/** Engines answer all at once; pages are cut here, by creation, so that newcomers come last. */
async function list(
  ctx: ModuleContext,
  server: Server,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  const engine = connect(ctx, server.settings)
  const all = await listContainers(engine)
  if (!all.ok) return all
  const placeOf = ({ Created, Id }: ContainerInfo) => `${String(Created).padStart(12, '0')}:${Id}`
  const sorted = all.value
    .map((container) => ({ place: placeOf(container), container }))
    .filter(({ place }) => cursor === null || place > cursor)
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  const page = sorted.slice(0, PAGE_SIZE)
  const items = page.map(({ container }) => observedOf(engine, container))
  if (sorted.length > PAGE_SIZE) return ok({ items, nextCursor: page.at(-1)?.place ?? null })
  const left = await listRemains(engine, keysOf(all.value))
  return left.ok ? ok({ items: [...items, ...left.value], nextCursor: null }) : left
}

function keysOf(containers: readonly ContainerInfo[]): Set<string> {
  return new Set(containers.flatMap((container) => container.Labels[LABELS.key] ?? []))
}

async function find(
  ctx: ModuleContext,
  server: Server,
  key: string,
): Promise<Result<readonly Observed[]>> {
  const engine = connect(ctx, server.settings)
  const found = await listContainers(engine, key)
  if (!found.ok) return found
  if (found.value.length === 0) return listRemains(engine, new Set(), key)
  return ok(found.value.map((container) => observedOf(engine, container)))
}

async function containerOf(
  engine: Engine,
  resource: Resource,
): Promise<Result<ContainerInfo | null>> {
  const all = await listContainers(engine)
  if (!all.ok) return all
  const same = (one: ContainerInfo) => resourceOf(engine, one).remoteId === resource.remoteId
  return ok(all.value.find(same) ?? null)
}

async function inspect(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<Observed | null>> {
  const engine = connect(ctx, server.settings)
  const container = await containerOf(engine, resource)
  if (!container.ok) return container
  if (container.value) return ok(observedOf(engine, container.value))
  const left = await listRemains(engine, new Set())
  if (!left.ok) return left
  return ok(left.value.find((one) => one.remoteId === resource.remoteId) ?? null)
}

async function usage(ctx: ModuleContext, server: Server, resource: Resource) {
  const engine = connect(ctx, server.settings)
  const container = await containerOf(engine, resource)
  if (!container.ok) return container
  if (!container.value) return ok([])
  const measured = await measure(ctx, engine, container.value, null)
  return measured.ok ? ok(measured.value.usage) : measured
}

/**
 * Containers on a real engine, over the Docker Engine API: Docker itself, or Podman's service. One
 * service is one container `berth-<key>` with a volume `berth-<key>-data`, both labelled with our
 * key. Names are unique on an engine, so a key can never have two.
 */
export const dockerModule = defineDeliveryModule({
  id: 'docker',
  name: { en: 'Docker container', fr: 'Conteneur Docker' },
  kinds: ['container'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  // An engine answers when it is done; this is for a request that is still being worked on.
  settleMs: 5000,
  // Fetching a large image takes its time.
  timeLimitMs: 300_000,
  testConnection,
  list,
  find,
  inspect,
  create,
  suspend,
  unsuspend,
  terminate,
  discard,
  changePlan,
  planOf: (product) => planLine(product),
  reinstall,
  power,
  usage,
  panel,
  panelAction,
})

export default dockerModule
