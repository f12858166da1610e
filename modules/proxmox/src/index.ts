import {
  defineDeliveryModule,
  type ModuleContext,
  type Observed,
  type ObservedPage,
  ok,
  type Resource,
  type Result,
  sameText,
  type UsageFigure,
} from '@berth/sdk'
import { adopt, changePlan, rename, suspend, unsuspend } from './changes.ts'
import { connect, type Pve, type Server } from './client.ts'
import { type Guest, guestsWithKey, isSuspended, readCluster } from './cluster.ts'
import { testConnection } from './connection.ts'
import { create } from './create.ts'
import { actionForms, orderForm, productSettings, serverSettings } from './forms.ts'
import { readConfig } from './guest-config.ts'
import { panel } from './panel.ts'
import { panelAction } from './panel-actions.ts'
import { pickServer } from './pick-server.ts'
import { planOf } from './plan.ts'
import { power, readStatus } from './power.ts'
import { figuresOf } from './readings.ts'
import { reinstall, resetPassword } from './rebuild.ts'
import { discard, terminate } from './remove.ts'
import { observedNow, observedOfGuest } from './resource.ts'
import { RESTART_TAG } from './tags.ts'
import { orderFields, templateChoices } from './templates.ts'

const PAGE_SIZE = 250

/** Proxmox shows all at once; pages are cut here, by number. Templates are no services. */
async function list(
  ctx: ModuleContext,
  server: Server,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  const pve = connect(ctx, server)
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const after = cursor === null ? 0 : Number(cursor)
  const left = cluster.value.guests
    .filter((guest) => !guest.isTemplate && guest.vmid > after)
    .sort((a, b) => a.vmid - b.vmid)
  const page = left.slice(0, PAGE_SIZE)
  const items: Observed[] = []
  for (const guest of page) {
    const seen = needsLook(guest) ? await look(pve, guest) : ok(observedOfGuest(guest))
    if (!seen.ok) return seen
    if (seen.value) items.push(seen.value)
  }
  const last = page.at(-1)
  return ok({ items, nextCursor: left.length > PAGE_SIZE && last ? String(last.vmid) : null })
}

/**
 * Whether the list may say something older than our own last change: states in it are up to ten
 * seconds old, and a plan that waits for a restart does not show in it.
 */
function needsLook(guest: Guest): boolean {
  if (guest.key === null) return false
  return (isSuspended(guest) && guest.isRunning) || guest.tags.includes(RESTART_TAG)
}

/** One guest as it is now; null when it is gone. */
async function look(pve: Pve, guest: Guest): Promise<Result<Observed | null>> {
  const [config, status] = await Promise.all([readConfig(pve, guest), readStatus(pve, guest)])
  if (!config.ok) return config.error.code === 'not_found' ? ok(null) : config
  if (!status.ok) return status.error.code === 'not_found' ? ok(null) : status
  return ok(observedNow(guest, config.value, status.value))
}

async function find(
  ctx: ModuleContext,
  server: Server,
  key: string,
): Promise<Result<readonly Observed[]>> {
  const pve = connect(ctx, server)
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const guests = await guestsWithKey(pve, cluster.value, key)
  if (!guests.ok) return guests
  const found: Observed[] = []
  for (const guest of guests.value) {
    const seen = await look(pve, guest)
    if (!seen.ok) return seen
    if (seen.value) found.push(seen.value)
  }
  return ok(found)
}

async function guestOf(pve: Pve, { remoteId }: Resource): Promise<Result<Guest | null>> {
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const same = (guest: Guest) => String(guest.vmid) === remoteId && !guest.isTemplate
  return ok(cluster.value.guests.find(same) ?? null)
}

async function inspect(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<Observed | null>> {
  const pve = connect(ctx, server)
  const guest = await guestOf(pve, resource)
  if (!guest.ok || !guest.value) return guest.ok ? ok(null) : guest
  return look(pve, guest.value)
}

async function usage(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<readonly UsageFigure[]>> {
  const pve = connect(ctx, server)
  const guest = await guestOf(pve, resource)
  if (!guest.ok || !guest.value) return guest.ok ? ok([]) : guest
  const status = await readStatus(pve, guest.value)
  return status.ok ? ok(figuresOf(guest.value.kind, status.value)) : status
}

/**
 * Virtual machines and containers on Proxmox VE 7 to 9, single nodes and clusters. One service is one
 * guest, marked with the tag `berth-<service id>`; its number (vmid) is the remote id. Who owns a guest
 * is nothing that Proxmox knows, so that there is no change of owner.
 */
export const proxmoxModule = defineDeliveryModule({
  id: 'proxmox',
  name: sameText('Proxmox VE'),
  kinds: ['vps'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  choices: { templates: templateChoices },
  orderFields,
  // A request that was sent may still be turned into a guest; its list shows names ten seconds later.
  settleMs: 20_000,
  // Copying a disk takes minutes; what takes longer than our patience is asked for again.
  timeLimitMs: 300_000,
  testConnection,
  list,
  find,
  inspect,
  create,
  suspend,
  unsuspend,
  terminate,
  discard,
  adopt,
  changePlan,
  planOf,
  rename,
  reinstall,
  resetPassword,
  power,
  pickServer,
  usage,
  panel,
  panelAction,
})

export default proxmoxModule
