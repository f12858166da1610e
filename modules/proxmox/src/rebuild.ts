import {
  fail,
  type OperationContext,
  ok,
  type ReinstallInput,
  type Resource,
  type Result,
} from '@berth/sdk'
import { begin, changePlan } from './changes.ts'
import { heldLine } from './claims.ts'
import { connect, type Pve, type Server } from './client.ts'
import { type Guest, ownGuest, pathOf } from './cluster.ts'
import { finish, userOf } from './configure.ts'
import { isWithoutAgent } from './failures.ts'
import type { ProxmoxService } from './forms.ts'
import { readConfig } from './guest-config.ts'
import { makeGuest } from './make-guest.ts'
import { notesWith, rebuiltLine, wasRebuiltBy } from './notes.ts'
import { passwordOf } from './password.ts'
import { power, readStatus } from './power.ts'
import { removeGuest } from './remove.ts'
import { knownResource, PASSWORD } from './resource.ts'
import { addressesOf, isMakeshiftName } from './tags.ts'
import { followRemembered } from './tasks.ts'
import { templateOf } from './templates.ts'

/**
 * Without its data: the guest is destroyed and made anew from a template, with the same number and
 * addresses and a new password. With its data: its plan is written anew and it restarts.
 */
export async function reinstall(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
  { keepData }: ReinstallInput,
): Promise<Result<Resource>> {
  return keepData ? reconfigure(ctx, server, service) : rebuild(ctx, server, service, '')
}

/** Its plan is written anew; what cloud-init set up stays, or it would set the machine up again. */
async function reconfigure(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const changed = await changePlan(ctx, server, service)
  if (!changed.ok || service.suspended) return changed
  return power(ctx, server, service, 'restart')
}

/** Makes the guest anew from a template; an empty name is the template that it has. */
export async function rebuild(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
  chosen: string,
): Promise<Result<Resource>> {
  const pve = connect(ctx, server)
  const template = templateOf(service, chosen)
  if (!template.ok) return template
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const own = await ownGuest(pve, service.key)
  if (!own.ok) return own
  const place = placeOf(service, own.value)
  if (!place) return fail('not_found', `No guest carries the key ${service.key}`)
  const password = passwordOf(server.settings, `rebuild ${ctx.operationId}`)
  const how = { template: template.value, password, preferred: place.addresses }
  const isMade = own.value ? await isMadeAnew(pve, ctx, own.value) : ok(false)
  if (!isMade.ok) return isMade
  if (own.value && isMade.value) {
    return finish(pve, ctx, service, { ...how, guest: own.value })
  }
  if (own.value) {
    const removed = await removeGuest(pve, ctx, own.value, { purge: false })
    if (!removed.ok) return removed
  }
  const description = notesWith('', service, [
    rebuiltLine(ctx.operationId),
    ...(place.addresses.length === 0 ? [] : [heldLine(place.addresses)]),
  ])
  const making = { template: template.value, password, description, ...place }
  const made = await makeGuest(pve, ctx, service, making)
  if (!made.ok) return made
  const guest = await ownGuest(pve, service.key)
  if (!guest.ok) return guest
  if (!guest.value) return fail('transient', 'The guest that was made is not there yet')
  return finish(pve, ctx, service, { ...how, guest: guest.value })
}

/** Where the guest was and what it had: from the guest, or from the books when it is gone already. */
function placeOf({ resource }: ProxmoxService, guest: Guest | null) {
  const known = Array.isArray(resource?.data.addresses) ? resource.data.addresses : []
  const inBooks = known.filter((one): one is string => typeof one === 'string')
  if (guest) {
    const own = addressesOf(guest.tags)
    const addresses = own.length > 0 ? own : inBooks
    return { vmid: guest.vmid, node: guest.node, addresses }
  }
  if (!resource) return null
  const node = typeof resource.data.node === 'string' ? resource.data.node : undefined
  return { vmid: Number(resource.remoteId), ...(node ? { node } : {}), addresses: inBooks }
}

/** Whether an earlier attempt of this operation got as far as making the new guest. */
async function isMadeAnew(pve: Pve, ctx: OperationContext, guest: Guest): Promise<Result<boolean>> {
  if (isMakeshiftName(guest.name)) return ok(true)
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  return ok(wasRebuiltBy(config.value.description, ctx.operationId))
}

/**
 * A new password: at once through the guest agent, else through cloud-init at the next restart.
 * Proxmox cannot set one in a container.
 */
export async function resetPassword(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, server, service)
  if (!begun.ok) return begun
  const { pve, guest } = begun.value
  if (guest.kind === 'lxc') {
    return fail('unsupported', 'Proxmox cannot set a password in a container; rebuilding makes one')
  }
  const password = passwordOf(server.settings, `reset ${ctx.operationId}`)
  const set = await setPassword(pve, ctx, guest, { user: userOf(service), password })
  if (!set.ok) return set
  const known = knownResource(service, guest)
  const secret = { label: PASSWORD, secret: 'password' }
  const hasLine = known.connection.some((line) => line.secret === 'password')
  return ok({
    ...known,
    data: { ...known.data, passwordAtRestart: set.value === 'at_restart' },
    secrets: { ...known.secrets, password },
    connection: hasLine ? known.connection : [...known.connection, secret],
  })
}

async function setPassword(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<Result<'at_once' | 'at_restart'>> {
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  if (status.value.status === 'running') {
    const path = `${pathOf(guest)}/agent/set-user-password`
    const asked = await pve.change('POST', path, { username: user, password })
    if (asked.ok) return ok('at_once')
    if (!isWithoutAgent(asked.error)) return asked
    ctx.log('The guest agent does not answer: cloud-init sets it at the next restart')
  }
  const parameters = { ciuser: user, cipassword: password }
  const written = await pve.change('PUT', `${pathOf(guest)}/config`, parameters)
  return written.ok ? ok('at_restart') : written
}
