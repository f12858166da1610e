import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Incus } from './client.ts'
import { isMarkedSuspended, pathOf } from './instances.ts'
import { KEYS } from './keys.ts'
import { carryOut } from './operations.ts'
import { type IncusService, snapshotLimit } from './plan.ts'
import { type Instance, instanceSchema, type Snapshot, snapshotSchema } from './wire.ts'

/** The snapshots of an instance, the oldest first. */
export async function listSnapshots(incus: Incus, name: string): Promise<Result<Snapshot[]>> {
  const query = { recursion: '1' }
  const all = await incus.read(`${pathOf(name)}/snapshots`, z.array(snapshotSchema).nullish(), {
    query,
  })
  if (!all.ok) return all
  // Older servers write `instance/snapshot`.
  const own = (all.value ?? []).map((one) => ({ ...one, name: one.name.split('/').at(-1) ?? '' }))
  return ok(own.sort((a, b) => (a.created_at < b.created_at ? -1 : 1)))
}

/** Takes a snapshot of the disk, within the service's limit. */
export async function takeSnapshot(
  ctx: OperationContext,
  incus: Incus,
  { instance, service, name }: { instance: Instance; service: IncusService; name: string },
): Promise<Result<unknown>> {
  const all = await listSnapshots(incus, instance.name)
  if (!all.ok) return all
  const limit = snapshotLimit(service)
  if (all.value.length >= limit) return fail('rejected', `There are ${limit} snapshots already`)
  const body = { name, stateful: false }
  return carryOut(ctx, incus, ['POST', `${pathOf(instance.name)}/snapshots`, body])
}

export function removeSnapshot(
  ctx: OperationContext,
  incus: Incus,
  name: string,
  snapshot: string,
): Promise<Result<unknown>> {
  const path = `${pathOf(name)}/snapshots/${encodeURIComponent(snapshot)}`
  return carryOut(ctx, incus, ['DELETE', path])
}

/**
 * Brings the disk back. The server brings the configuration of that time back with it, limits and our
 * marks included: what is set at present is written again afterwards. A snapshot from before our key
 * is refused, so that the key can never be lost.
 */
export async function restoreSnapshot(
  ctx: OperationContext,
  incus: Incus,
  instance: Instance,
  name: string,
): Promise<Result<unknown>> {
  const all = await listSnapshots(incus, instance.name)
  if (!all.ok) return all
  const snapshot = all.value.find((one) => one.name === name)
  if (!snapshot) return fail('not_found', `There is no snapshot ${name}`)
  if (snapshot.config[KEYS.key] !== instance.config[KEYS.key]) {
    return fail('rejected', `The snapshot ${name} is from before this service`)
  }
  if (isMarkedSuspended(instance)) return fail('rejected', 'The service is suspended')
  const restored = await carryOut(ctx, incus, ['PUT', pathOf(instance.name), { restore: name }])
  if (!restored.ok) return restored
  const after = await incus.read(pathOf(instance.name), instanceSchema)
  if (!after.ok) return after
  const config = differences(instance.config, after.value.config)
  const body = { config, devices: instance.devices, profiles: instance.profiles }
  return carryOut(ctx, incus, ['PATCH', pathOf(instance.name), body])
}

type Config = Readonly<Record<string, string>>

/** What must be set to come from one configuration back to the other; the server's own keys stay. */
function differences(wanted: Config, has: Config): Record<string, string> {
  const names = new Set([...Object.keys(wanted), ...Object.keys(has)])
  return Object.fromEntries(
    [...names]
      .filter((name) => !/^(volatile|image)\./.test(name) && wanted[name] !== has[name])
      .map((name) => [name, wanted[name] ?? '']),
  )
}
