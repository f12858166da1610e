import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Pve } from './client.ts'
import { type Cluster, type Guest, isBeingMade, readCluster } from './cluster.ts'
import { isTaken } from './failures.ts'
import { type ProxmoxService, wordsOf } from './forms.ts'
import { readConfig } from './guest-config.ts'
import { pickNode } from './placement.ts'
import { planOfService } from './plan.ts'
import { keyOf, keyTag } from './tags.ts'
import { run, waitUntil } from './tasks.ts'
import { findSource, linesOf, type Source } from './templates.ts'

/** How a guest is made; without `vmid` a free one is taken. */
export interface Making {
  readonly template: string
  /** For a guest that is made anew in its old place. */
  readonly vmid?: number
  /** Where it was, kept if that still works. */
  readonly node?: string
  /** Written on it from its first moment. */
  readonly description?: string
  readonly password: string
}

/** How often another number is tried. */
const VMID_TRIES = 8

/**
 * Makes the guest, stopped and not yet configured. It bears our key as its name from the first moment,
 * which is all that a clone can be given at once; tags and its own name come with the configuration.
 */
export async function makeGuest(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  making: Making,
): Promise<Result<null>> {
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const source = await findSource(pve, cluster.value, service.product, making.template)
  if (!source.ok) return source
  const node = nodeFor(pve, cluster.value, service, { source: source.value, making })
  if (!node.ok) return node
  const place = { source: source.value, node: node.value, making }
  for (let turn = 0; turn < VMID_TRIES; turn++) {
    const vmid = await numberFor(pve, ctx, cluster.value, { making, turn })
    if (!vmid.ok) return vmid
    await ctx.reserve(String(vmid.value))
    const made = await ask(pve, ctx, service, { ...place, vmid: vmid.value })
    if (made.ok || !isTaken(made.error)) return made
    // It may be our own request of before, done late.
    const own = await isOurs(pve, ctx, service.key, vmid.value)
    if (!own.ok) return own
    if (own.value) return ok(null)
    if (making.vmid !== undefined) return made
    ctx.log('The number was taken meanwhile', { vmid: vmid.value })
  }
  return fail('transient', 'Numbers for the guest kept being taken by others')
}

/**
 * The number to try: that of the guest's place, then the one that an earlier attempt reserved. Its
 * request may still be on its way: asking for the same number again can then not make a second guest.
 */
function numberFor(
  pve: Pve,
  ctx: OperationContext,
  cluster: Cluster,
  { making, turn }: { readonly making: Making; readonly turn: number },
): Promise<Result<number>> {
  const reserved = Number(ctx.remembered.remoteId)
  const fixed = making.vmid ?? (turn === 0 && reserved >= LOWEST_VMID ? reserved : undefined)
  return fixed === undefined ? freeVmid(pve, cluster, turn) : Promise.resolve(ok(fixed))
}

const LOWEST_VMID = 100

/** Whether the guest that has the number is the one we asked for; one without a name may become it. */
async function isOurs(
  pve: Pve,
  ctx: OperationContext,
  key: string,
  vmid: number,
): Promise<Result<boolean>> {
  let found = false
  const waited = await waitUntil(pve, ctx, async () => {
    const cluster = await readCluster(pve)
    if (!cluster.ok) return cluster
    const there = cluster.value.guests.find((guest) => guest.vmid === vmid)
    if (!there) return ok(true)
    const config = await readConfig(pve, there)
    if (!config.ok) return config.error.code === 'not_found' ? ok(true) : config
    found = keyOf(config.value.tags, config.value.name) === key
    return ok(found || config.value.name !== undefined || !isBeingMade(config.value))
  })
  return waited.ok ? ok(found) : waited
}

function nodeFor(
  pve: Pve,
  cluster: Cluster,
  service: ProxmoxService,
  { source, making }: { source: Source; making: Making },
): Result<string> {
  const plan = planOfService(service)
  const full = source.kind === 'archive' || service.product.fullClone
  const storage = full && pve.settings.storage !== '' ? pve.settings.storage : null
  const wish = {
    allowed: wordsOf(pve.settings.nodes),
    withTemplate:
      source.kind === 'archive' || source.isShared ? null : source.templates.map((one) => one.node),
    memoryBytes: plan.memoryMb * 2 ** 20,
    storage,
    diskBytes: plan.diskGb * 2 ** 30,
  }
  if (making.node !== undefined) {
    const before = pickNode(cluster, { ...wish, allowed: [making.node] })
    if (before.ok) return before
  }
  return pickNode(cluster, wish)
}

const vmidSchema = z.coerce.number().int()

/**
 * A free number. Freed ones are not given again while higher ones of ours exist: a guest that is
 * being made anew keeps its number although nothing holds it for a moment.
 */
async function freeVmid(pve: Pve, cluster: Cluster, turn: number): Promise<Result<number>> {
  const lowest = await pve.get('/cluster/nextid', vmidSchema)
  if (!lowest.ok) return lowest
  const ours = cluster.guests.filter((guest) => guest.key !== null).map((guest) => guest.vmid)
  const wanted = Math.max(lowest.value, ...ours.map((vmid) => vmid + 1)) + turn
  if (wanted === lowest.value) return lowest
  const free = await pve.get('/cluster/nextid', vmidSchema, { vmid: wanted })
  return free.ok || free.error.code !== 'rejected' ? free : lowest
}

interface Place {
  readonly source: Source
  readonly node: string
  readonly making: Making
  readonly vmid: number
}

function ask(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  place: Place,
): Promise<Result<null>> {
  return place.source.kind === 'archive'
    ? createContainer(pve, ctx, service, { ...place, volume: place.source.volume })
    : clone(pve, ctx, service, { ...place, templates: place.source.templates })
}

function clone(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { templates, node, making, vmid }: Place & { templates: readonly Guest[] },
): Promise<Result<null>> {
  const { product, key } = service
  const template = templates.find((one) => one.node === node) ?? templates[0]
  if (!template) return Promise.resolve(fail('config', 'The template has gone'))
  const path = `/nodes/${template.node}/${product.guest}/${template.vmid}/clone`
  const { settings } = pve
  const parameters = {
    newid: vmid,
    [product.guest === 'qemu' ? 'name' : 'hostname']: keyTag(key),
    full: product.fullClone,
    target: node === template.node ? undefined : node,
    storage: product.fullClone ? settings.storage || undefined : undefined,
    pool: settings.pool || undefined,
    description: making.description,
  }
  const text = { en: 'Copying the template', fr: 'Copie du modèle' }
  return run(pve, ctx, ['POST', path, parameters], { text })
}

function createContainer(
  pve: Pve,
  ctx: OperationContext,
  service: ProxmoxService,
  { volume, node, making, vmid }: Place & { volume: string },
): Promise<Result<null>> {
  const { settings } = pve
  const plan = planOfService(service)
  if (settings.storage === '') {
    const message = 'Containers from an archive need a storage for their disks'
    return Promise.resolve(fail('config', message, { pointer: '/settings/storage' }))
  }
  const parameters = {
    vmid,
    ostemplate: volume,
    hostname: keyTag(service.key),
    rootfs: `${settings.storage}:${plan.diskGb}`,
    cores: plan.cores,
    memory: plan.memoryMb,
    swap: plan.swapMb,
    unprivileged: service.product.unprivileged,
    password: making.password,
    'ssh-public-keys': linesOf(service.orderData.sshKeys).join('\n') || undefined,
    pool: settings.pool || undefined,
    description: making.description,
  }
  const text = { en: 'Creating the container', fr: 'Création du conteneur' }
  return run(pve, ctx, ['POST', `/nodes/${node}/lxc`, parameters], { text })
}
