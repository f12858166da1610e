import {
  fail,
  type OperationContext,
  ok,
  type ReinstallInput,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { z } from 'zod'
import { planBody, removeInstance } from './changes.ts'
import { connect } from './client.ts'
import { make, postInstance } from './create.ts'
import { finish, type Work } from './finish.ts'
import { isMarkedSuspended, ownInstance, pathOf, stateOf } from './instances.ts'
import { KEYS } from './keys.ts'
import { carryOut, whenQuiet } from './operations.ts'
import type { IncusService } from './plan.ts'
import { killInstance, restartInstance } from './power.ts'
import type { IncusSettings } from './server-settings.ts'
import { listSnapshots, removeSnapshot } from './snapshots.ts'
import { imageSource, wantedImage } from './spec.ts'
import { type Instance, serverSchema } from './wire.ts'

type Server = ServerConfig<IncusSettings>

/**
 * With its data: what the product says is written again and the system restarted. Without: the root
 * disk is made anew from the image that it has.
 */
export async function reinstall(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
  { keepData, followMs }: ReinstallInput & { followMs: number },
): Promise<Result<Resource>> {
  if (!keepData) return rebuild(ctx, server, service, { image: '', followMs })
  const incus = connect(ctx, server.settings)
  const own = await ownInstance(incus, service.key)
  if (!own.ok) return own
  if (!own.value) return fail('not_found', `No instance carries the key ${service.key}`)
  const body = planBody(incus, own.value, service)
  const set = await carryOut(ctx, incus, ['PATCH', pathOf(own.value.name), body])
  if (!set.ok) return set
  const rests = service.suspended || isMarkedSuspended(own.value)
  if (stateOf(own.value) === 'running' && !rests) {
    const restarted = await restartInstance(ctx, incus, own.value.name)
    if (!restarted.ok) return restarted
  }
  const work: Work = { ctx, incus, service, image: '', followMs }
  return finish(work, own.value, service.resource?.secrets ?? {})
}

/**
 * Makes the root disk anew from an image of the product; `''` is the one it has. Its configuration,
 * addresses and password stay, its snapshots go. Goes on after an interruption.
 */
export async function rebuild(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
  { image: asked, followMs }: { readonly image: string; readonly followMs: number | undefined },
): Promise<Result<Resource>> {
  const incus = connect(ctx, server.settings)
  const seen = await ownInstance(incus, service.key)
  if (!seen.ok) return seen
  const image = wantedImage(service, asked || imageNow(service, seen.value))
  if (!image.ok) return image
  const work: Work = { ctx, incus, service, image: image.value, followMs }
  // Where an instance is deleted and made again, an interruption may have left none.
  if (!seen.value) {
    return service.resource ? make(work) : fail('not_found', 'There is no instance to rebuild')
  }
  const quiet = await whenQuiet(ctx, incus, seen.value.name, { limitMs: followMs })
  if (!quiet.ok) return quiet
  const there = await checkImage(work)
  if (!there.ok) return there
  return renew(work, seen.value)
}

/** The image it was made from, if the product still has it; else the product's usual one. */
function imageNow(service: IncusService, instance: Instance | null): string {
  const named = instance?.config[KEYS.image] ?? ''
  return wantedImage(service, named).ok ? named : ''
}

/** Whether the image is there, as far as that can be known without downloading it. */
async function checkImage({ incus, service, image }: Work): Promise<Result<null>> {
  const source = imageSource(service, image)
  if (source.server !== undefined) return ok(null)
  const path =
    source.alias === undefined ? source.fingerprint : `aliases/${encodeURIComponent(source.alias)}`
  const there = await incus.read(`/1.0/images/${path}`, z.unknown())
  if (there.ok) return ok(null)
  if (there.error.code !== 'not_found' && there.error.code !== 'config') return there
  return fail('config', `The image ${image} is not on the server`)
}

async function renew(work: Work, instance: Instance): Promise<Result<Resource>> {
  const { ctx, incus, service } = work
  const server = await incus.read('/1.0', serverSchema)
  if (!server.ok) return server
  const rebuilds = server.value.api_extensions.some((name) => /^instances?_rebuild$/.test(name))
  const config = { [KEYS.phase]: 'making', [KEYS.image]: work.image }
  const marked = await carryOut(ctx, incus, ['PATCH', pathOf(instance.name), { config }])
  if (!marked.ok) return marked
  const renewed = rebuilds ? await rebuildDisk(work, instance) : await remake(work, instance)
  if (!renewed.ok) return renewed
  const own = await ownInstance(incus, service.key)
  if (!own.ok) return own
  if (!own.value) return fail('transient', 'The instance is not there yet', { retryAfterMs: 1000 })
  return finish(work, own.value, service.resource?.secrets ?? {})
}

/** The server's own way; it refuses running instances and those with snapshots. */
async function rebuildDisk(work: Work, instance: Instance): Promise<Result<unknown>> {
  const { ctx, incus, followMs } = work
  if (instance.status !== 'Stopped') {
    const stopped = await killInstance(ctx, incus, instance.name)
    if (!stopped.ok) return stopped
  }
  const snapshots = await listSnapshots(incus, instance.name)
  if (!snapshots.ok) return snapshots
  for (const { name } of snapshots.value) {
    const removed = await removeSnapshot(ctx, incus, instance.name, name)
    if (!removed.ok) return removed
  }
  const body = { source: imageSource(work.service, work.image) }
  const change = ['POST', `${pathOf(instance.name)}/rebuild`, body] as const
  return carryOut(ctx, incus, [...change], { limitMs: followMs })
}

/** LXD 5.0 cannot: the instance is deleted and made again under its name, with what was set on it. */
async function remake(work: Work, instance: Instance): Promise<Result<unknown>> {
  const removed = await removeInstance(work.ctx, work.incus, instance)
  if (!removed.ok) return removed
  const kept = Object.entries(instance.config).filter(([name]) => !/^(volatile|image)\./.test(name))
  return postInstance(work, {
    name: instance.name,
    type: instance.type,
    description: instance.description,
    profiles: instance.profiles,
    devices: instance.devices,
    config: {
      ...Object.fromEntries(kept),
      [KEYS.phase]: 'making',
      [KEYS.image]: work.image,
    },
    source: imageSource(work.service, work.image),
  })
}
