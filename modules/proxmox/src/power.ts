import {
  fail,
  type ModuleError,
  type OperationContext,
  ok,
  type PowerSignal,
  type Resource,
  type Result,
} from '@berth/sdk'
import { z } from 'zod'
import { connect, type Pve, type Server } from './client.ts'
import { existingGuest, type Guest, isSuspended, pathOf } from './cluster.ts'
import type { ProxmoxService } from './forms.ts'
import { count } from './numbers.ts'
import { knownResource } from './resource.ts'
import { changedTags, RESTART_TAG } from './tags.ts'
import { followRemembered, run } from './tasks.ts'

const statusSchema = z.object({
  status: z.enum(['running', 'stopped']),
  cpu: count.optional(),
  cpus: count.optional(),
  mem: count.optional(),
  maxmem: count.optional(),
  disk: count.optional(),
  maxdisk: count.optional(),
  netin: count.optional(),
  netout: count.optional(),
  uptime: count.optional(),
  lock: z.string().optional(),
})
export type GuestStatus = z.output<typeof statusSchema>

/** How a guest is right now; the list of the cluster may be ten seconds old. */
export function readStatus(pve: Pve, guest: Guest): Promise<Result<GuestStatus>> {
  return pve.get(`${pathOf(guest)}/status/current`, statusSchema)
}

/** How long a guest may take to end by itself, in seconds; then it is switched off. */
const SHUTDOWN_SECONDS = 60

const is = (words: string) => (error: ModuleError) => error.message.includes(words)
const isRunningAlready = is('already running')
const isNotRunning = is('not running')

/** Starts a guest; one that runs already is fine. */
export async function startGuest(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
): Promise<Result<null>> {
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  if (status.value.status === 'running') return ok(null)
  const text = { en: 'Starting', fr: 'Démarrage' }
  const done = await run(pve, ctx, ['POST', `${pathOf(guest)}/status/start`], { text })
  return done.ok || !isRunningAlready(done.error) ? done : ok(null)
}

/** Asks a guest to end, and switches it off after a minute; one that is off already is fine. */
export async function shutDownGuest(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
): Promise<Result<null>> {
  return ending(pve, ctx, guest, ['shutdown', { timeout: SHUTDOWN_SECONDS, forceStop: true }])
}

/** Switches a guest off at once. */
export async function killGuest(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
): Promise<Result<null>> {
  return ending(pve, ctx, guest, ['stop', {}])
}

async function ending(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
  [how, parameters]: readonly ['shutdown' | 'stop', Record<string, number | boolean>],
): Promise<Result<null>> {
  const status = await readStatus(pve, guest)
  if (!status.ok) return status
  if (status.value.status === 'stopped') return ok(null)
  const text = { en: 'Stopping', fr: 'Arrêt' }
  const done = await run(pve, ctx, ['POST', `${pathOf(guest)}/status/${how}`, parameters], { text })
  return done.ok || !isNotRunning(done.error) ? done : ok(null)
}

/** Restarts a guest; one that does not listen is switched off and on again. */
export async function restartGuest(
  pve: Pve,
  ctx: OperationContext,
  guest: Guest,
): Promise<Result<null>> {
  const off = await shutDownGuest(pve, ctx, guest)
  return off.ok ? startGuest(pve, ctx, guest) : off
}

const POWER: Readonly<Record<PowerSignal, typeof startGuest>> = {
  start: startGuest,
  stop: shutDownGuest,
  restart: restartGuest,
  kill: killGuest,
}

/** Starts, stops or restarts; nothing starts what is suspended. */
export async function power(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
  signal: PowerSignal,
): Promise<Result<Resource>> {
  const pve = connect(ctx, server)
  const followed = await followRemembered(pve, ctx)
  if (!followed.ok) return followed
  const guest = await existingGuest(pve, service.key)
  if (!guest.ok) return guest
  const starts = signal === 'start' || signal === 'restart'
  if (starts && (service.suspended || isSuspended(guest.value))) {
    return fail('rejected', 'The service is suspended')
  }
  const done = await POWER[signal](pve, ctx, guest.value)
  if (!done.ok) return done
  const settled = starts ? await settleRestart(pve, guest.value) : done
  return settled.ok ? ok(knownResource(service, guest.value)) : settled
}

/** A guest that was started anew runs with all that its configuration says. */
export async function settleRestart(pve: Pve, guest: Guest): Promise<Result<null>> {
  if (!guest.tags.includes(RESTART_TAG)) return ok(null)
  const tags = changedTags(guest.tags, { restart: false })
  const done = await pve.change('PUT', `${pathOf(guest)}/config`, { tags })
  return done.ok ? ok(null) : done
}
