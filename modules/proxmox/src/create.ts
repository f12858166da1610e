import type { OperationContext, Resource, Result } from '@berth/sdk'
import { parseRanges } from './addresses.ts'
import { chooseAddresses } from './claims.ts'
import { connect, type Pve, type Server } from './client.ts'
import { existingGuest, ownGuest, readCluster } from './cluster.ts'
import { finish, neededUntagged } from './configure.ts'
import type { ProxmoxService } from './forms.ts'
import { makeGuest } from './make-guest.ts'
import { passwordOf } from './password.ts'
import { removeGuest } from './remove.ts'
import { followRemembered } from './tasks.ts'
import { templateOf } from './templates.ts'

/** Makes the guest and starts it; one that carries our key already is finished and taken over. */
export async function create(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const pve = connect(ctx, server)
  const template = templateOf(service)
  if (!template.ok) return template
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const how = {
    template: template.value,
    password: passwordOf(server.settings, `create ${ctx.key}`),
    preferred: [],
  }
  const own = await ownGuest(pve, ctx.key)
  if (!own.ok) return own
  if (own.value) {
    ctx.log('Found the guest with our key', { vmid: own.value.vmid })
    return finish(pve, ctx, service, { ...how, guest: own.value, leavesRunning: true })
  }
  const room = await addressesLeft(pve, service)
  if (!room.ok) return room
  const made = await makeGuest(pve, ctx, service, how)
  if (!made.ok) return made
  const guest = await existingGuest(pve, ctx.key)
  if (!guest.ok) return guest
  const finished = await finish(pve, ctx, service, {
    ...how,
    guest: guest.value,
    untagged: room.value,
  })
  // Another server may take the service then: nothing of it stays here.
  if (!finished.ok && finished.error.code === 'capacity') await removeGuest(pve, ctx, guest.value)
  return finished
}

/** Looks for addresses before anything is made: a server that has none left makes nothing. */
async function addressesLeft(
  pve: Pve,
  service: ProxmoxService,
): Promise<Result<ReadonlySet<string>>> {
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const untagged = await neededUntagged(pve, cluster.value, service)
  if (!untagged.ok) return untagged
  const chosen = chooseAddresses(cluster.value, {
    ranges: parseRanges(pve.settings.addresses),
    product: service.product,
    ownKey: service.key,
    untagged: untagged.value,
    preferred: [],
    start: 0,
  })
  return chosen.ok ? untagged : chosen
}
