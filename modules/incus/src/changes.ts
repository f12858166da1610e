import {
  fail,
  type OperationContext,
  ok,
  type PowerSignal,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { connect, type Incus } from './client.ts'
import { resourceNow } from './finish.ts'
import {
  existingInstance,
  instanceName,
  instanceNamed,
  isMarkedSuspended,
  listInstances,
  pathOf,
  stateOf,
} from './instances.ts'
import { KEYS } from './keys.ts'
import { carryOut, whenQuiet } from './operations.ts'
import { makePassword } from './password.ts'
import { type IncusService, limitConfig, namesIn, rootDevice } from './plan.ts'
import { killInstance, restartInstance, startInstance, stopInstance } from './power.ts'
import type { IncusSettings } from './server-settings.ts'
import { setPassword } from './set-password.ts'
import type { Instance } from './wire.ts'

type Server = ServerConfig<IncusSettings>

/** A change of an existing instance, done by `run`; answers the resource as it is afterwards. */
async function change(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
  run: (incus: Incus, instance: Instance) => Promise<Result<unknown>>,
): Promise<Result<Resource>> {
  const incus = connect(ctx, server.settings)
  const own = await existingInstance(incus, service.key)
  if (!own.ok) return own
  const done = await run(incus, own.value)
  if (!done.ok) return done
  return resourceNow(ctx, incus, own.value.name, { secrets: service.resource?.secrets ?? {} })
}

/** Sets keys of an instance; an empty value takes a key away. */
function configure(
  ctx: OperationContext,
  incus: Incus,
  { name }: Instance,
  config: Readonly<Record<string, string>>,
) {
  return carryOut(ctx, incus, ['PATCH', pathOf(name), { config }])
}

/** Marks first, then stops: killed in between, it runs although marked, which `find` says. */
export function suspend(ctx: OperationContext, server: Server, service: IncusService) {
  return change(ctx, server, service, async (incus, instance) => {
    if (!isMarkedSuspended(instance)) {
      const marked = await configure(ctx, incus, instance, {
        [KEYS.suspended]: 'yes',
        [KEYS.autostart]: instance.config['boot.autostart'] ?? '',
        'boot.autostart': 'false',
      })
      if (!marked.ok) return marked
    }
    return instance.status === 'Stopped' ? ok(null) : stopInstance(ctx, incus, instance.name)
  })
}

/** Takes the mark away, starts it and lets it start with the server as it did before. */
export function unsuspend(ctx: OperationContext, server: Server, service: IncusService) {
  return change(ctx, server, service, async (incus, instance) => {
    if (isMarkedSuspended(instance)) {
      const unmarked = await configure(ctx, incus, instance, {
        [KEYS.suspended]: '',
        [KEYS.autostart]: '',
        'boot.autostart': instance.config[KEYS.autostart] ?? '',
      })
      if (!unmarked.ok) return unmarked
    }
    return startUnlessRunning(ctx, incus, instance)
  })
}

/** Frozen ones are started too: the server thaws them. */
function startUnlessRunning(ctx: OperationContext, incus: Incus, instance: Instance) {
  return stateOf(instance) === 'running'
    ? Promise.resolve(ok(null))
    : startInstance(ctx, incus, instance.name)
}

/** Removes every instance with our key, after what the server is still doing with it. */
export async function terminate(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
): Promise<Result<null>> {
  const incus = connect(ctx, server.settings)
  const quiet = await whenQuiet(ctx, incus, instanceName(service.key))
  if (!quiet.ok) return quiet
  const found = await listInstances(incus, service.key)
  if (!found.ok) return found
  for (const instance of found.value) {
    const removed = await removeInstance(ctx, incus, instance)
    if (!removed.ok) return removed
  }
  return ok(null)
}

/** Removes exactly the instance of that name, whatever key it carries. */
export async function discard(
  ctx: OperationContext,
  server: Server,
  { remoteId }: Resource,
): Promise<Result<null>> {
  const incus = connect(ctx, server.settings)
  const there = await instanceNamed(incus, remoteId)
  if (!there.ok) return there
  const removed = there.value ? await removeInstance(ctx, incus, there.value) : ok(null)
  return removed.ok ? ok(null) : removed
}

/** Switches it off and deletes it with its snapshots; one that is gone is fine. */
export async function removeInstance(
  ctx: OperationContext,
  incus: Incus,
  { name, status }: Instance,
): Promise<Result<unknown>> {
  if (status !== 'Stopped') {
    const stopped = await killInstance(ctx, incus, name)
    if (!stopped.ok && stopped.error.code !== 'not_found') return stopped
  }
  const removed = await carryOut(ctx, incus, ['DELETE', pathOf(name)])
  return !removed.ok && removed.error.code === 'not_found' ? ok(null) : removed
}

/** Starts, stops or restarts; nothing starts what is suspended. */
export function power(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
  signal: PowerSignal,
) {
  return change(ctx, server, service, async (incus, instance): Promise<Result<unknown>> => {
    const { name, status } = instance
    const starts = signal === 'start' || signal === 'restart'
    if (starts && (service.suspended || isMarkedSuspended(instance))) {
      return fail('rejected', 'The service is suspended')
    }
    if (signal === 'start') return startUnlessRunning(ctx, incus, instance)
    if (signal === 'restart') return restartInstance(ctx, incus, name)
    if (status === 'Stopped') return ok(null)
    return signal === 'stop' ? stopInstance(ctx, incus, name) : killInstance(ctx, incus, name)
  })
}

/** Writes our key on an existing instance, and nothing else. */
export async function adopt(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
): Promise<Result<Resource>> {
  if (!service.resource) return fail('not_found', 'Nothing is named that could be adopted')
  const incus = connect(ctx, server.settings)
  const { remoteId, secrets } = service.resource
  const there = await instanceNamed(incus, remoteId)
  if (!there.ok) return there
  if (!there.value) return fail('not_found', `There is no instance ${remoteId}`)
  const carried = there.value.config[KEYS.key]
  if (carried !== undefined && carried !== service.key) {
    return fail('conflict', `${remoteId} carries the key ${carried}`)
  }
  if (carried === undefined) {
    const marked = await configure(ctx, incus, there.value, { [KEYS.key]: service.key })
    if (!marked.ok) return marked
  }
  return resourceNow(ctx, incus, remoteId, { secrets })
}

/** Keeps the service's name beside the instance's own, which is a host name and stays. */
export function rename(ctx: OperationContext, server: Server, service: IncusService) {
  return change(ctx, server, service, (incus, instance) =>
    configure(ctx, incus, instance, { [KEYS.name]: service.name }),
  )
}

/** Notes whose it is; the server itself knows no owners. */
export function changeOwner(ctx: OperationContext, server: Server, service: IncusService) {
  return change(ctx, server, service, (incus, instance) =>
    configure(ctx, incus, instance, { [KEYS.owner]: service.customer.email }),
  )
}

/** Sets the limits while it runs; a virtual machine that refuses that is shut down for it. */
export function changePlan(ctx: OperationContext, server: Server, service: IncusService) {
  return change(ctx, server, service, async (incus, instance) => {
    if (instance.type !== service.product.type) {
      return fail('rejected', `A ${instance.type} cannot become a ${service.product.type}`)
    }
    const body = planBody(incus, instance, service)
    const live = await carryOut(ctx, incus, ['PATCH', pathOf(instance.name), body])
    const mayRest = instance.type === 'virtual-machine' && stateOf(instance) === 'running'
    if (live.ok || live.error.code !== 'rejected' || !mayRest) return live
    ctx.log('Not while it runs: shutting it down for the change', { why: live.error.message })
    const stopped = await stopInstance(ctx, incus, instance.name)
    if (!stopped.ok) return stopped
    const set = await carryOut(ctx, incus, ['PATCH', pathOf(instance.name), body])
    const started = await startInstance(ctx, incus, instance.name)
    return set.ok ? started : set
  })
}

/** Limits, profiles and the size of the root disk, under the name that the disk has there. */
export function planBody({ settings }: Incus, instance: Instance, service: IncusService) {
  const { root } = rootDevice(settings, service)
  const [name = 'root', has = {}] =
    Object.entries(instance.expanded_devices).find(([, { path }]) => path === '/') ?? []
  return {
    config: limitConfig(service),
    profiles: namesIn(service.product.profiles),
    ...(root ? { devices: { [name]: { ...root, ...has, size: root.size } } } : {}),
  }
}

/** Sets a new password inside the running instance. */
export async function resetPassword(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
): Promise<Result<Resource>> {
  const { user } = service.product
  if (user === '') return fail('unsupported', 'The product names no user')
  const password = makePassword()
  const changed = await change(ctx, server, service, async (incus, instance) =>
    stateOf(instance) === 'running'
      ? setPassword(ctx, incus, instance.name, { user, password })
      : fail('rejected', 'A password is set inside the running instance, and it is not running'),
  )
  if (!changed.ok) return changed
  return ok({ ...changed.value, secrets: { ...changed.value.secrets, password } })
}
