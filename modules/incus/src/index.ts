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
import * as changes from './changes.ts'
import { connect } from './client.ts'
import { loadImages, testConnection } from './connection.ts'
import { create } from './create.ts'
import { actionForms, orderForm } from './customer-forms.ts'
import { instanceName, instanceNamed, listInstances, observedOf, readState } from './instances.ts'
import { operationsOn } from './operations.ts'
import { panel } from './panel.ts'
import { panelAction } from './panel-actions.ts'
import { planOf } from './plan.ts'
import { productSettings } from './product-settings.ts'
import { measure } from './readings.ts'
import { reinstall } from './rebuild.ts'
import { type IncusSettings, serverSettings } from './server-settings.ts'
import type { Instance } from './wire.ts'

type Server = ServerConfig<IncusSettings>

const PAGE_SIZE = 500

/** The server answers all at once; pages are cut here, by creation, so that newcomers come last. */
async function list(
  ctx: ModuleContext,
  server: Server,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  const all = await listInstances(connect(ctx, server.settings))
  if (!all.ok) return all
  const placeOf = ({ created_at, name }: Instance) =>
    `${String(Math.max(0, Date.parse(created_at))).padStart(15, '0')}:${name}`
  const sorted = all.value
    .map((instance) => ({ place: placeOf(instance), instance }))
    .filter(({ place }) => cursor === null || place > cursor)
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  const page = sorted.slice(0, PAGE_SIZE)
  const items = page.map(({ instance }) => observedOf(instance, null))
  return ok({ items, nextCursor: sorted.length > PAGE_SIZE ? (page.at(-1)?.place ?? null) : null })
}

/** Asked afresh; what the server is still making does not carry its key everywhere yet. */
async function find(
  ctx: ModuleContext,
  server: Server,
  key: string,
): Promise<Result<readonly Observed[]>> {
  const incus = connect(ctx, server.settings)
  const found = await listInstances(incus, key)
  if (!found.ok) return found
  const observed: Observed[] = []
  for (const instance of found.value) {
    const state = await readState(incus, instance.name)
    if (!state.ok) return state
    observed.push(observedOf(instance, state.value))
  }
  if (observed.length > 0) return ok(observed)
  const name = instanceName(key)
  const running = await operationsOn(incus, name)
  if (!running.ok) return running
  const isMaking = running.value.some(({ description }) => /creat/i.test(description))
  return ok(isMaking ? [beingMade(name, key)] : [])
}

function beingMade(remoteId: string, key: string): Observed {
  return {
    remoteId,
    key,
    name: remoteId,
    owner: null,
    plan: null,
    state: 'changing',
    usage: [],
    createdAt: null,
    resource: { remoteId, data: {}, secrets: {}, connection: [] },
  }
}

async function inspect(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<Observed | null>> {
  const incus = connect(ctx, server.settings)
  const instance = await instanceNamed(incus, resource.remoteId)
  if (!instance.ok) return instance
  if (!instance.value) return ok(null)
  const state = await readState(incus, instance.value.name)
  return state.ok ? ok(observedOf(instance.value, state.value)) : state
}

async function usage(ctx: ModuleContext, server: Server, resource: Resource) {
  const incus = connect(ctx, server.settings)
  const instance = await instanceNamed(incus, resource.remoteId)
  if (!instance.ok) return instance
  if (!instance.value) return ok([])
  const measured = await measure(ctx, incus, instance.value)
  return measured.ok ? ok(measured.value.usage) : measured
}

/** How the module works with a server. */
export interface IncusModuleOptions {
  /**
   * How long one attempt follows an operation of the server before it says `stillRunning` and leaves
   * its place to others, in milliseconds.
   */
  readonly followMs: number
}

/**
 * Containers and virtual machines on Incus or LXD over their REST API. One service is one instance
 * `berth-<last digits of the key>`, which carries our key in `user.berth.key`. Names are unique within
 * a project, so a key can never have two.
 */
export function makeIncusModule({ followMs }: IncusModuleOptions) {
  return defineDeliveryModule({
    id: 'incus',
    name: { en: 'Incus / LXD', fr: 'Incus / LXD' },
    kinds: ['vps'],
    serverSettings,
    productSettings,
    orderForm,
    actionForms,
    choices: { images: loadImages },
    planOf,
    // A request that was taken makes its operation at once; this is for one that still is under way.
    settleMs: 5000,
    timeLimitMs: 300_000,
    testConnection,
    list,
    find,
    inspect,
    create: (ctx, server, service) => create(ctx, server, service, followMs),
    suspend: changes.suspend,
    unsuspend: changes.unsuspend,
    terminate: changes.terminate,
    discard: changes.discard,
    adopt: changes.adopt,
    changePlan: changes.changePlan,
    rename: changes.rename,
    changeOwner: changes.changeOwner,
    resetPassword: changes.resetPassword,
    power: changes.power,
    reinstall: (ctx, server, service, { keepData }) =>
      reinstall(ctx, server, service, { keepData, followMs }),
    usage,
    panel,
    panelAction,
  })
}

export const incusModule = makeIncusModule({ followMs: 120_000 })

export default incusModule
