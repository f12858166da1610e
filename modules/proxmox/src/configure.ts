import { fail, type OperationContext, ok, type Resource, type Result } from '@berth/sdk'
import { z } from 'zod'
import { type GuestAddress, parseRanges } from './addresses.ts'
import { areOurs, chooseAddresses, untaggedAddresses } from './claims.ts'
import type { Parameters, Pve } from './client.ts'
import { type Cluster, type Guest, isBeingMade, pathOf, readCluster } from './cluster.ts'
import type { ProxmoxService } from './forms.ts'
import { type GuestConfig, ipLine, net0Of, readConfig, resolverOf } from './guest-config.ts'
import { notesWith } from './notes.ts'
import { count } from './numbers.ts'
import { planOfService } from './plan.ts'
import { readStatus, startGuest } from './power.ts'
import { resourceOf } from './resource.ts'
import { addressesOf, changedTags, isMakeshiftName } from './tags.ts'
import { run, waitUntil } from './tasks.ts'
import { linesOf } from './templates.ts'

/** How a made guest is finished. */
export interface Finish {
  readonly template: string
  readonly password: string
  /** Addresses that it had before; kept where they are free. */
  readonly preferred: readonly string[]
  /** What `untaggedAddresses` said in this change already; else it is asked. */
  readonly untagged?: ReadonlySet<string>
  /** One that was finished and started before is left as it is. */
  readonly leavesRunning?: boolean
}

/**
 * Brings a guest that was made to where its service begins: name, tags, plan, network, disk, started.
 * Goes on wherever an earlier attempt stopped.
 */
export async function finish(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { guest, ...how }: Finish & { readonly guest: Guest },
): Promise<Result<Resource>> {
  const made = await waitUntilMade(pve, ctx, guest)
  if (!made.ok) return made
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  const isDone = !isMakeshiftName(config.value.name)
  const claims = addressesOf(config.value.tags)
  const delivered = (addresses: readonly string[]) =>
    resourceOf({
      guest,
      addresses,
      template: how.template,
      hostname: hostnameOf(service),
      user: userOf(service),
      password: how.password,
    })
  if (isDone && how.leavesRunning) {
    const status = await readStatus(pve, guest)
    if (!status.ok) return status
    if (status.value.status === 'running') return ok(delivered(claims))
  }
  const claimed = await claim(pve, ctx, service, {
    guest,
    config: config.value,
    how: { ...how, preferred: isDone ? claims : how.preferred },
  })
  if (!claimed.ok) return claimed
  const grown = await growDisk(pve, ctx, guest, planOfService(service).diskGb)
  if (!grown.ok) return grown
  const started = service.suspended ? ok(null) : await startGuest(pve, ctx, guest)
  return started.ok ? ok(delivered(claimed.value.map((one) => one.address))) : started
}

/** The name that a guest gets; without the customer's wish, the service's number. */
export function hostnameOf({ orderData, number }: ProxmoxService): string {
  return orderData.hostname || `vps-${number}`
}

/** Who logs in; containers know root only. */
export function userOf({ product }: ProxmoxService): string {
  return product.guest === 'lxc' ? 'root' : product.user
}

const tasksSchema = z.array(z.object({ type: z.string(), endtime: count.optional() }))
const MAKING_TASKS = ['qmclone', 'qmcreate', 'qmrestore', 'vzclone', 'vzcreate', 'vzrestore']

/** A guest in the making is waited for, unless nobody is making it any more. */
export async function waitUntilMade(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
): Promise<Result<null>> {
  return waitUntil(pve, ctx, async () => {
    const config = await readConfig(pve, guest)
    if (!config.ok) return config
    if (!isBeingMade(config.value)) return ok(true)
    const making = await isSomethingMade(pve)
    if (!making.ok || making.value) return making.ok ? ok(false) : making
    // It may have been finished between the two looks.
    const again = await readConfig(pve, guest)
    if (!again.ok) return again
    if (!isBeingMade(again.value)) return ok(true)
    return fail('conflict', `Guest ${guest.vmid} was left locked (${again.value.lock}): remove it`)
  })
}

/** Whether any guest of the cluster is being made: a task does not say which. */
async function isSomethingMade(pve: Pve): Promise<Result<boolean>> {
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  for (const node of cluster.value.nodes.filter((one) => one.isOnline)) {
    const tasks = await pve.get(`/nodes/${node.name}/tasks`, tasksSchema, { source: 'active' })
    if (!tasks.ok) return tasks
    const isMaking = tasks.value.some(
      (one) => one.endtime === undefined && MAKING_TASKS.includes(one.type),
    )
    if (isMaking) return ok(true)
  }
  return ok(false)
}

/** How often other addresses are tried. */
const CLAIM_TRIES = 8

interface Claim {
  readonly guest: Guest
  readonly config: GuestConfig
  readonly how: Finish
}

/** Writes the configuration with addresses that nobody else claims. */
async function claim(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { guest, config, how }: Claim,
): Promise<Result<readonly GuestAddress[]>> {
  const text = { en: 'Configuring', fr: 'Configuration' }
  ctx.progress({ text, percent: 80 })
  const first = await readCluster(pve)
  if (!first.ok) return first
  const untagged = how.untagged ? ok(how.untagged) : await neededUntagged(pve, first.value, service)
  if (!untagged.ok) return untagged
  const ranges = parseRanges(pve.settings.addresses)
  for (let turn = 0; turn < CLAIM_TRIES; turn++) {
    const cluster = turn === 0 ? first : await readCluster(pve)
    if (!cluster.ok) return cluster
    const chosen = chooseAddresses(cluster.value, {
      ranges,
      product: service.product,
      ownKey: service.key,
      untagged: untagged.value,
      preferred: turn === 0 ? how.preferred : [],
      start: turn === 0 ? 0 : Math.random(),
    })
    if (!chosen.ok) return chosen
    const parameters = configuration(pve, service, { config, how, addresses: chosen.value })
    const written = await pve.change('PUT', `${pathOf(guest)}/config`, parameters)
    if (!written.ok) return written
    const ours = await areOurs(pve, ctx, guest.vmid, chosen.value)
    if (!ours.ok) return ours
    if (ours.value) return chosen
    ctx.log('An address was claimed by another guest meanwhile', {
      addresses: chosen.value.map((one) => one.address),
    })
  }
  return fail('transient', 'Addresses kept being taken by others')
}

/** Addresses without tags, read only where an address is to be chosen. */
export function neededUntagged(
  pve: Pve,
  cluster: Cluster,
  { product, key }: Pick<ProxmoxService, 'product' | 'key'>,
): Promise<Result<ReadonlySet<string>>> {
  const needs = product.ipv4 === 'pool' || product.ipv6 === 'pool'
  return needs ? untaggedAddresses(pve, cluster, key) : Promise.resolve(ok(new Set<string>()))
}

interface Wanted {
  readonly config: GuestConfig
  readonly how: Finish
  readonly addresses: readonly GuestAddress[]
}

function configuration(
  pve: Pve,
  service: ProxmoxService,
  { config, how, addresses }: Wanted,
): Parameters {
  const { product } = service
  const { kind } = config
  const plan = planOfService(service)
  const wish = { settings: pve.settings, firewall: product.firewall, rateMb: product.rateMb }
  const ip = ipLine(product, addresses)
  const shared = {
    tags: changedTags(config.tags, {
      key: service.key,
      addresses: addresses.map((one) => one.address),
      ...(service.suspended ? { suspended: true } : {}),
    }),
    description: notesWith(config.description, service),
    onboot: !service.suspended,
    cores: plan.cores,
    memory: plan.memoryMb,
    net0: net0Of(kind, config.net0, wish, ip),
    ...resolverOf(pve.settings),
  }
  if (kind === 'lxc') return { ...shared, hostname: hostnameOf(service), swap: plan.swapMb }
  const keys = linesOf(service.orderData.sshKeys)
  return {
    ...shared,
    name: hostnameOf(service),
    sockets: 1,
    ciuser: product.user,
    cipassword: how.password,
    // Proxmox wants the keys encoded once more than the form does.
    sshkeys: keys.length === 0 ? undefined : encodeURIComponent(keys.join('\n')),
    ipconfig0: ip || undefined,
  }
}

/** Makes the disk as large as wanted. It never shrinks: a smaller wish is refused. */
export async function growDisk(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  wantedGib: number,
): Promise<Result<null>> {
  const config = await readConfig(pve, guest)
  if (!config.ok) return config
  const { disk } = config.value
  if (!disk) return fail('config', `Guest ${guest.vmid} has no disk to start from`)
  const refused = refuseShrinking(config.value, wantedGib)
  if (refused) return refused
  if (disk.gib === wantedGib) return ok(null)
  const text = { en: 'Growing the disk', fr: 'Agrandissement du disque' }
  const parameters = { disk: disk.id, size: `${wantedGib}G` }
  return run(pve, ctx, ['PUT', `${pathOf(guest)}/resize`, parameters], { text })
}

/** A refusal if the disk is larger than wanted, else null. */
export function refuseShrinking({ disk }: GuestConfig, wantedGib: number): Result<never> | null {
  if (!disk || disk.gib <= wantedGib) return null
  const message = `The disk has ${disk.gib} GiB and cannot shrink to ${wantedGib}`
  return fail('rejected', message, { pointer: '/product/diskGb' })
}
