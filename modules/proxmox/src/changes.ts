import { fail, type OperationContext, ok, type Resource, type Result } from '@berth/sdk'
import { z } from 'zod'
import { connect, type Parameters, type Pve, type Server } from './client.ts'
import { existingGuest, type Guest, isSuspended, pathOf, readCluster } from './cluster.ts'
import { growDisk, refuseShrinking } from './configure.ts'
import type { ProxmoxService } from './forms.ts'
import { type GuestConfig, net0Of, pairs, readConfig } from './guest-config.ts'
import { notesWith } from './notes.ts'
import { planOfService } from './plan.ts'
import { readStatus, settleRestart, shutDownGuest, startGuest } from './power.ts'
import { knownResource, observedNow } from './resource.ts'
import { changedTags, RESTART_TAG } from './tags.ts'
import { followRemembered, run } from './tasks.ts'

/** Begins a change: the guest with our key, after what an earlier attempt has begun. */
export async function begin(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<{ readonly pve: Pve; readonly guest: Guest }>> {
  const pve = connect(ctx, server)
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const guest = await existingGuest(pve, service.key)
  return guest.ok ? ok({ pve, guest: guest.value }) : guest
}

/** Marks first, then stops: killed in between, it runs although marked, which `find` says. */
export async function suspend(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, server, service)
  if (!begun.ok) return begun
  const { pve, guest } = begun.value
  if (!isSuspended(guest)) {
    const tags = changedTags(guest.tags, { suspended: true })
    const marked = await pve.change('PUT', `${pathOf(guest)}/config`, { tags, onboot: false })
    if (!marked.ok) return marked
  }
  const off = await shutDownGuest(pve, ctx, guest)
  return off.ok ? ok(knownResource(service, guest)) : off
}

/** Takes the mark away and starts. */
export async function unsuspend(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, server, service)
  if (!begun.ok) return begun
  const { pve, guest } = begun.value
  if (isSuspended(guest)) {
    const tags = changedTags(guest.tags, { suspended: false })
    const marked = await pve.change('PUT', `${pathOf(guest)}/config`, { tags, onboot: true })
    if (!marked.ok) return marked
  }
  const on = await startGuest(pve, ctx, guest)
  return on.ok ? ok(knownResource(service, guest)) : on
}

/** Marks an existing guest with our key and its addresses, by tags alone. */
export async function adopt(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const pve = connect(ctx, server)
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const remoteId = service.resource?.remoteId
  const guest = cluster.value.guests.find((one) => String(one.vmid) === remoteId)
  if (!guest) return fail('not_found', `There is no guest ${remoteId}`)
  if (guest.isTemplate) return fail('rejected', `${guest.vmid} is a template`)
  const other = cluster.value.guests.find((one) => one.key === ctx.key && one.vmid !== guest.vmid)
  if (other) return fail('conflict', `Guest ${other.vmid} carries the key already`)
  if (guest.key !== null && guest.key !== ctx.key) {
    return fail('conflict', `Guest ${guest.vmid} carries another key: ${guest.key}`)
  }
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  const { addresses, digest } = config.value
  const tags = changedTags(config.value.tags, { key: ctx.key, addresses })
  const marked = await pve.change('PUT', `${pathOf(guest)}/config`, { tags, digest })
  if (!marked.ok) return marked
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  return ok(observedNow(guest, config.value, status.value).resource)
}

/** Writes the service's name into the notes; the guest's own name is a host name and stays. */
export async function rename(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, server, service)
  if (!begun.ok) return begun
  const { pve, guest } = begun.value
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  const description = notesWith(config.value.description, service)
  if (description === config.value.description.trim()) return ok(knownResource(service, guest))
  const { digest } = config.value
  const written = await pve.change('PUT', `${pathOf(guest)}/config`, { description, digest })
  return written.ok ? ok(knownResource(service, guest)) : written
}

/**
 * Cores, memory, network and disk as the plan says. A disk never shrinks: such a plan is refused
 * before anything is changed. What a running guest only takes at its next start is marked on it.
 */
export async function changePlan(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, server, service)
  if (!begun.ok) return begun
  const { pve, guest } = begun.value
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  const plan = planOfService(service)
  const refused = refuseShrinking(config.value, plan.diskGb)
  if (refused) return refused
  const parameters = planParameters(pve, service, config.value)
  if (Object.keys(parameters).length > 0) {
    const text = { en: 'Changing the plan', fr: 'Changement d’offre' }
    const method = guest.kind === 'qemu' ? 'POST' : 'PUT'
    const changed = await run(pve, ctx, [method, `${pathOf(guest)}/config`, parameters], { text })
    if (!changed.ok) return changed
  }
  const grown = await growDisk(pve, ctx, guest, plan.diskGb)
  if (!grown.ok) return grown
  const marked = await markPending(pve, ctx, guest)
  return marked.ok ? ok(knownResource(service, guest)) : marked
}

/** Only what differs: writing a network card anew unplugs it for a moment. */
function planParameters(pve: Pve, service: ProxmoxService, config: GuestConfig): Parameters {
  const plan = planOfService(service)
  const { product } = service
  const net = pairs(config.net0)
  const rate = Number(net.rate ?? 0)
  const isSameNet = rate === product.rateMb && (net.firewall === '1') === product.firewall
  const wish = { settings: pve.settings, firewall: product.firewall, rateMb: product.rateMb }
  const ip = Object.entries(config.first)
    .filter(([name]) => ['ip', 'gw', 'ip6', 'gw6'].includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(',')
  return {
    ...(config.cores === plan.cores ? {} : { cores: plan.cores }),
    ...(config.cores === plan.cores || config.kind === 'lxc' ? {} : { sockets: 1 }),
    ...(config.memoryMb === plan.memoryMb ? {} : { memory: plan.memoryMb }),
    ...(isSameNet ? {} : { net0: net0Of(config.kind, config.net0, wish, ip) }),
  }
}

const pendingSchema = z.array(
  z.object({ key: z.string(), pending: z.unknown().optional(), delete: z.unknown().optional() }),
)

/** What of a guest's configuration waits for its next start. */
export async function pendingChanges(pve: Pve, guest: Guest): Promise<Result<string[]>> {
  const listed = await pve.get(`${pathOf(guest)}/pending`, pendingSchema)
  if (!listed.ok) return listed
  const waiting = listed.value.filter(
    (one) => one.pending !== undefined || one.delete !== undefined,
  )
  return ok(waiting.map((one) => one.key))
}

async function markPending(pve: Pve, ctx: OperationContext, guest: Guest): Promise<Result<null>> {
  const pending = await pendingChanges(pve, guest)
  if (!pending.ok) return pending
  if (pending.value.length === 0) return settleRestart(pve, guest)
  ctx.log('It takes effect at the next restart', { changes: pending.value })
  if (guest.tags.includes(RESTART_TAG)) return ok(null)
  const tags = changedTags(guest.tags, { restart: true })
  const marked = await pve.change('PUT', `${pathOf(guest)}/config`, { tags })
  return marked.ok ? ok(null) : marked
}
