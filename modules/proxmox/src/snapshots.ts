import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Parameters, Pve } from './client.ts'
import { type Guest, isSuspended, pathOf } from './cluster.ts'
import type { ProxmoxService } from './forms.ts'
import { type GuestConfig, readConfig } from './guest-config.ts'
import { count } from './numbers.ts'
import { planOfService } from './plan.ts'
import { readStatus, startGuest } from './power.ts'
import { run } from './tasks.ts'

const snapshotsSchema = z.array(
  z.object({
    name: z.string(),
    snaptime: count.optional(),
    description: z.string().optional(),
  }),
)

/** One snapshot of a guest. */
export interface Snapshot {
  readonly name: string
  /** Epoch milliseconds. */
  readonly madeAt: number | null
  readonly description: string
}

/** What Proxmox calls the state of this moment among the snapshots. */
const NOW = 'current'

/** A guest's snapshots, newest first. */
export async function listSnapshots(pve: Pve, guest: Guest): Promise<Result<Snapshot[]>> {
  const listed = await pve.get(`${pathOf(guest)}/snapshot`, snapshotsSchema)
  if (!listed.ok) return listed
  return ok(
    listed.value
      .filter(({ name }) => name !== NOW)
      .sort((a, b) => (b.snaptime ?? 0) - (a.snaptime ?? 0))
      .map(({ name, snaptime, description }) => ({
        name,
        madeAt: snaptime === undefined ? null : snaptime * 1000,
        description: description?.trim() ?? '',
      })),
  )
}

/** Takes a snapshot, within the product's limit; one of that name from before is as good. */
export async function createSnapshot(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { guest, name, description }: { guest: Guest; name: string; description: string },
): Promise<Result<null>> {
  const there = await listSnapshots(pve, guest)
  if (!there.ok) return there
  const limit = planOfService(service).snapshots
  if (there.value.length >= limit) {
    return fail('rejected', `All ${limit} snapshots are used: delete one first`)
  }
  const text = { en: 'Taking a snapshot', fr: 'Création de l’instantané' }
  const parameters = { snapname: name, description: description || undefined }
  return run(pve, ctx, ['POST', `${pathOf(guest)}/snapshot`, parameters], { text })
}

async function pickSnapshot(pve: Pve, guest: Guest, name: string): Promise<Result<string>> {
  const there = await listSnapshots(pve, guest)
  if (!there.ok) return there
  const found = there.value.find((one) => name === '' || one.name === name)
  return found ? ok(found.name) : fail('not_found', `There is no snapshot ${name}`)
}

/** Deletes one snapshot, or the newest. */
export async function deleteSnapshot(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  name: string,
): Promise<Result<null>> {
  const picked = await pickSnapshot(pve, guest, name)
  if (!picked.ok) return picked
  const text = { en: 'Deleting the snapshot', fr: 'Suppression de l’instantané' }
  return run(pve, ctx, ['DELETE', `${pathOf(guest)}/snapshot/${picked.value}`], { text })
}

/**
 * Takes a guest back to a snapshot. Its configuration goes back too, so that of today is written
 * again: a rollback must neither undo a change of plan nor free an address.
 */
export async function rollBack(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  name: string,
): Promise<Result<null>> {
  const picked = await pickSnapshot(pve, guest, name)
  if (!picked.ok) return picked
  const before = await readConfig(pve, guest)
  if (!before.ok) return before
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  const text = { en: 'Going back to the snapshot', fr: 'Retour à l’instantané' }
  const path = `${pathOf(guest)}/snapshot/${picked.value}/rollback`
  const done = await run(pve, ctx, ['POST', path], { text })
  if (!done.ok) return done
  const configured = await restoreConfig(pve, guest, before.value)
  if (!configured.ok) return configured
  const wasRunning = status.value.status === 'running'
  return wasRunning && !isSuspended(guest) ? startGuest(pve, ctx, guest) : ok(null)
}

/** Writes what a rollback or a restoration has taken back: tags, notes, plan and network. */
export async function restoreConfig(
  pve: Pve,
  guest: Guest,
  before: GuestConfig,
): Promise<Result<null>> {
  const after = await readConfig(pve, guest)
  if (!after.ok) return after
  const parameters = differing(valuesOf(before), valuesOf(after.value))
  if (Object.keys(parameters).length === 0) return ok(null)
  const written = await pve.change('PUT', `${pathOf(guest)}/config`, parameters)
  return written.ok ? ok(null) : written
}

function valuesOf(config: GuestConfig): Record<string, string> {
  const ip = Object.entries(config.first).map(([name, value]) => `${name}=${value}`)
  return {
    tags: config.tags.join(';'),
    description: config.description,
    cores: String(config.cores),
    memory: String(config.memoryMb),
    net0: config.net0,
    ...(config.kind === 'qemu' ? { ipconfig0: ip.join(',') } : {}),
  }
}

/** Only what differs: what was never set keeps its default. */
function differing(wanted: Record<string, string>, there: Record<string, string>): Parameters {
  const names = Object.keys(wanted).filter(
    (name) => wanted[name] !== '' && wanted[name] !== there[name],
  )
  const changed = Object.fromEntries(names.map((name) => [name, wanted[name]]))
  return names.includes('cores') && 'ipconfig0' in wanted ? { ...changed, sockets: 1 } : changed
}
