import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Pve } from './client.ts'
import { type Guest, isSuspended } from './cluster.ts'
import type { ProxmoxService } from './forms.ts'
import { readConfig } from './guest-config.ts'
import { count } from './numbers.ts'
import { planOfService } from './plan.ts'
import { readStatus, shutDownGuest, startGuest } from './power.ts'
import { restoreConfig } from './snapshots.ts'
import { keyTag } from './tags.ts'
import { run } from './tasks.ts'

const contentSchema = z.array(
  z.object({
    volid: z.string(),
    ctime: count.optional(),
    size: count.optional(),
    notes: z.string().optional(),
  }),
)

/** One backup of a service. */
export interface Backup {
  readonly volume: string
  /** Epoch milliseconds. */
  readonly madeAt: number | null
  readonly bytes: number | null
}

/**
 * The backups that were made for a service, newest first. Numbers of guests are given again and
 * backups outlive guests: only those whose notes carry our key are the customer's.
 */
export async function listBackups(
  pve: Pve,
  guest: Pick<Guest, 'node' | 'vmid'>,
  key: string,
): Promise<Result<Backup[]>> {
  const { backupStorage } = pve.settings
  if (backupStorage === '') return ok([])
  const path = `/nodes/${guest.node}/storage/${backupStorage}/content`
  const content = await pve.get(path, contentSchema, { content: 'backup', vmid: guest.vmid })
  if (!content.ok) return content
  const ours = content.value.filter((one) => one.notes?.includes(keyTag(key)))
  return ok(
    ours
      .sort((a, b) => (b.ctime ?? 0) - (a.ctime ?? 0))
      .map(({ volid, ctime, size }) => ({
        volume: volid,
        madeAt: ctime === undefined ? null : ctime * 1000,
        bytes: size ?? null,
      })),
  )
}

/** Makes a backup, within the product's limit; the guest runs on meanwhile. */
export async function createBackup(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  guest: Guest,
): Promise<Result<null>> {
  const there = await listBackups(pve, guest, service.key)
  if (!there.ok) return there
  const limit = planOfService(service).backups
  if (there.value.length >= limit) {
    return fail('rejected', `All ${limit} backups are used: delete one first`)
  }
  const parameters = {
    vmid: guest.vmid,
    storage: pve.settings.backupStorage,
    mode: 'snapshot',
    compress: 'zstd',
    remove: false,
    'notes-template': keyTag(service.key),
  }
  const text = { en: 'Making a backup', fr: 'Sauvegarde en cours' }
  return run(pve, ctx, ['POST', `/nodes/${guest.node}/vzdump`, parameters], { text })
}

/** One backup by its volume, or the newest; only the customer's own are found. */
async function pickBackup(
  pve: Pve,
  guest: Guest,
  key: string,
  volume: string,
): Promise<Result<Backup>> {
  const there = await listBackups(pve, guest, key)
  if (!there.ok) return there
  const found = there.value.find((one) => volume === '' || one.volume === volume)
  return found ? ok(found) : fail('not_found', `There is no backup ${volume}`)
}

/** Deletes one backup. */
export async function deleteBackup(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { guest, volume }: { readonly guest: Guest; readonly volume: string },
): Promise<Result<null>> {
  const backup = await pickBackup(pve, guest, service.key, volume)
  return backup.ok ? removeVolume(pve, ctx, guest, backup.value) : backup
}

/** Deletes all that were made for a service. */
export async function deleteBackups(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  key: string,
): Promise<Result<null>> {
  const there = await listBackups(pve, guest, key)
  if (!there.ok) return there
  for (const backup of there.value) {
    const removed = await removeVolume(pve, ctx, guest, backup)
    if (!removed.ok && removed.error.code !== 'not_found') return removed
  }
  return ok(null)
}

function removeVolume(
  pve: Pve,
  ctx: OperationContext,
  { node }: Guest,
  { volume }: Backup,
): Promise<Result<null>> {
  const path = `/nodes/${node}/storage/${pve.settings.backupStorage}/content/${encodeURIComponent(volume)}`
  const text = { en: 'Deleting the backup', fr: 'Suppression de la sauvegarde' }
  return run(pve, ctx, ['DELETE', path], { text })
}

/** Puts a backup back in the place of the guest: same number, same addresses, today's plan. */
export async function restoreBackup(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { guest, volume }: { readonly guest: Guest; readonly volume: string },
): Promise<Result<null>> {
  const backup = await pickBackup(pve, guest, service.key, volume)
  if (!backup.ok) return backup
  const before = await readConfig(pve, guest)
  if (!before.ok) return before
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  const off = await shutDownGuest(pve, ctx, guest)
  if (!off.ok) return off
  const archive = backup.value.volume
  const shared = { vmid: guest.vmid, force: true, storage: pve.settings.storage || undefined }
  const parameters =
    guest.kind === 'qemu'
      ? { ...shared, archive }
      : { ...shared, ostemplate: archive, restore: true }
  const text = { en: 'Restoring the backup', fr: 'Restauration de la sauvegarde' }
  const path = `/nodes/${guest.node}/${guest.kind}`
  const restored = await run(pve, ctx, ['POST', path, parameters], { text })
  if (!restored.ok) return restored
  const configured = await restoreConfig(pve, guest, before.value)
  if (!configured.ok) return configured
  const wasRunning = status.value.status === 'running'
  return wasRunning && !isSuspended(guest) ? startGuest(pve, ctx, guest) : ok(null)
}
