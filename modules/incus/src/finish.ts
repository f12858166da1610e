import { randomInt } from 'node:crypto'
import { fail, type OperationContext, ok, type Resource, type Result, type Text } from '@berth/sdk'
import { freeAddress } from './addresses.ts'
import type { Incus } from './client.ts'
import { isAddressTaken } from './failures.ts'
import {
  addressesOf,
  isMarkedSuspended,
  listInstances,
  ownInstance,
  pathOf,
  readState,
  resourceOf,
  stateOf,
} from './instances.ts'
import { KEYS } from './keys.ts'
import { carryOut } from './operations.ts'
import { type IncusService, networkDevice } from './plan.ts'
import { startInstance } from './power.ts'
import type { Instance } from './wire.ts'

/** One creation or rebuilding: everything that its steps need. */
export interface Work {
  readonly ctx: OperationContext
  readonly incus: Incus
  readonly service: IncusService
  readonly image: string
  /** How long one attempt follows the server's operation before it says `stillRunning`, if it may. */
  readonly followMs: number | undefined
}

export const MAKING: Text = { en: 'Making the instance', fr: 'Création de l’instance' }
const STARTING: Text = { en: 'Starting the instance', fr: 'Démarrage de l’instance' }

/** Another address is tried this often before it is left to a later attempt. */
export const ADDRESS_TRIES = 5

/** An address of the pool, or null where there is no pool. */
export async function chooseAddress(incus: Incus, skip = 0): Promise<Result<string | null>> {
  const { addresses: pool } = incus.settings
  if (pool.trim() === '') return ok(null)
  const all = await listInstances(incus)
  if (!all.ok) return all
  const used = new Set(all.value.flatMap((instance) => addressesOf(instance, null)))
  const address = freeAddress(pool, used, skip)
  return address ? ok(address) : fail('capacity', 'No free address in the pool')
}

/** Starts it, unless it shall not run, and says that it is complete. */
export async function finish(
  work: Work,
  instance: Instance,
  secrets: Readonly<Record<string, string>>,
): Promise<Result<Resource>> {
  const { ctx, incus, service } = work
  const rests = service.suspended || isMarkedSuspended(instance)
  if (stateOf(instance) !== 'running' && !rests) {
    const alone = await claimAddress(work, instance)
    if (!alone.ok) return alone
    ctx.progress({ text: STARTING, percent: 90 })
    const started = await startInstance(ctx, incus, instance.name)
    if (!started.ok) return started
  }
  if (instance.config[KEYS.phase] !== undefined) {
    const config = { [KEYS.phase]: '' }
    const complete = await carryOut(ctx, incus, ['PATCH', pathOf(instance.name), { config }])
    if (!complete.ok) return complete
  }
  return resourceNow(ctx, incus, instance.name, { secrets, waits: !rests })
}

/**
 * Two that were made at once may both have seen an address free. As each looks again after its own is
 * visible, at least one of them notices and takes another.
 */
async function claimAddress({ ctx, incus, service }: Work, made: Instance): Promise<Result<null>> {
  for (let turn = 0; turn < ADDRESS_TRIES; turn++) {
    const all = await listInstances(incus)
    if (!all.ok) return all
    const own = all.value.find(({ name }) => name === made.name)
    const address = own?.devices.eth0?.['ipv4.address']
    if (incus.settings.addresses.trim() === '' || !own || !address) return ok(null)
    const others = all.value.filter(({ name }) => name !== made.name)
    if (!others.some((other) => addressesOf(other, null).includes(address))) return ok(null)
    ctx.log('Another instance has the same address: taking another', { address, key: service.key })
    const next = await chooseAddress(incus, randomInt(8))
    if (!next.ok) return next
    const devices = networkDevice(incus.settings, next.value)
    const moved = await carryOut(ctx, incus, ['PATCH', pathOf(made.name), { devices }])
    if (!moved.ok && !isAddressTaken(moved.error.message)) return moved
  }
  return fail('transient', 'Addresses kept being taken by others')
}

/** A network may take this many seconds to hand out an address before nobody waits for it. */
const ADDRESS_SECONDS = 15

/** The resource as it is, with its addresses as soon as it has some. */
export async function resourceNow(
  ctx: OperationContext,
  incus: Incus,
  name: string,
  { secrets, waits = false }: { secrets: Readonly<Record<string, string>>; waits?: boolean },
): Promise<Result<Resource>> {
  for (let second = 0; ; second++) {
    const own = await ownInstance(incus, ctx.key)
    if (!own.ok) return own
    if (!own.value) return fail('not_found', `The instance ${name} has gone`)
    const state = await readState(incus, own.value.name)
    if (!state.ok) return state
    const hasCard = Object.values(own.value.expanded_devices).some(({ type }) => type === 'nic')
    const isReady = !hasCard || addressesOf(own.value, state.value).length > 0
    if (!waits || isReady || second >= ADDRESS_SECONDS) {
      return ok(resourceOf(own.value, state.value, secrets))
    }
    await ctx.sleep(1000)
  }
}
