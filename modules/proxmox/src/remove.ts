import { fail, type OperationContext, ok, type Resource, type Result } from '@berth/sdk'
import { deleteBackups } from './backups.ts'
import { connect, type Pve, type Server } from './client.ts'
import { type Guest, guestsWithKey, isBeingMade, pathOf, readCluster } from './cluster.ts'
import { waitUntilMade } from './configure.ts'
import type { ProxmoxService } from './forms.ts'
import { killGuest } from './power.ts'
import { followRemembered, run } from './tasks.ts'

/** Stops a guest and destroys it with its disks; one that is gone is fine. */
export async function removeGuest(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  { purge = true }: { readonly purge?: boolean } = {},
): Promise<Result<null>> {
  if (isBeingMade(guest)) {
    const made = await waitUntilMade(pve, ctx, guest)
    if (!made.ok) return goneIsFine(made)
  }
  const off = await killGuest(pve, ctx, guest)
  if (!off.ok) return goneIsFine(off)
  const text = { en: 'Removing', fr: 'Suppression' }
  return goneIsFine(await run(pve, ctx, ['DELETE', pathOf(guest), { purge }], { text }))
}

function goneIsFine(result: Result<null>): Result<null> {
  return !result.ok && result.error.code === 'not_found' ? ok(null) : result
}

/** Removes every guest with our key, and the backups that were made for it. */
export async function terminate(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<null>> {
  const pve = connect(ctx, server)
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const found = await guestsWithKey(pve, cluster.value, service.key)
  if (!found.ok) return found
  for (const guest of found.value) {
    const emptied = await deleteBackups(pve, ctx, guest, service.key)
    if (!emptied.ok) return emptied
    const removed = await removeGuest(pve, ctx, guest)
    if (!removed.ok) return removed
  }
  return found.value.length > 0 ? ok(null) : checkBooks(cluster.value.guests, service)
}

/** Removes exactly the guest of this number, and the backups that were made for its key. */
export async function discard(
  ctx: OperationContext,
  server: Server,
  { remoteId }: Resource,
): Promise<Result<null>> {
  const pve = connect(ctx, server)
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const guest = cluster.value.guests.find((one) => String(one.vmid) === remoteId)
  if (!guest) return ok(null)
  if (guest.isTemplate) return fail('rejected', `${guest.vmid} is a template`)
  if (guest.key !== null) {
    const emptied = await deleteBackups(pve, ctx, guest, guest.key)
    if (!emptied.ok) return emptied
  }
  return removeGuest(pve, ctx, guest)
}

/**
 * Numbers of guests are given again: one that stands where the books say and carries no key may be
 * anybody's, so staff decide. One with another key is another service's, and ours is gone.
 */
function checkBooks(guests: readonly Guest[], { key, resource }: ProxmoxService): Result<null> {
  const there = guests.find((guest) => String(guest.vmid) === resource?.remoteId)
  if (!there || there.key !== null) return ok(null)
  return fail('conflict', `Guest ${there.vmid} is there but does not carry the key ${key}`)
}
