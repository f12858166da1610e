import type { ModuleContext, Result } from '@berth/sdk'
import type { Incus } from './client.ts'
import { isAlreadyThere } from './failures.ts'
import { pathOf } from './instances.ts'
import { carryOut, type Outcome } from './operations.ts'

/** What the server is asked to do with an instance's state. */
interface StateChange {
  readonly action: 'start' | 'stop' | 'restart'
  readonly force: boolean
}

/** Asks for it and waits for it; what has happened already is fine. */
async function changeState(
  ctx: ModuleContext,
  incus: Incus,
  name: string,
  { action, force }: StateChange,
): Promise<Result<Outcome>> {
  const timeout = force ? -1 : incus.settings.stopSeconds
  const body = { action, timeout, force }
  const done = await carryOut(ctx, incus, ['PUT', `${pathOf(name)}/state`, body])
  return !done.ok && isAlreadyThere(done.error.message) ? { ok: true, value: 'done' } : done
}

/** Starts an instance; one that runs already is fine. */
export function startInstance(ctx: ModuleContext, incus: Incus, name: string) {
  return changeState(ctx, incus, name, { action: 'start', force: false })
}

/** Switches it off at once. */
export function killInstance(ctx: ModuleContext, incus: Incus, name: string) {
  return changeState(ctx, incus, name, { action: 'stop', force: true })
}

/** Shuts it down, and switches it off when that takes too long or is not understood. */
export async function stopInstance(ctx: ModuleContext, incus: Incus, name: string) {
  const polite = await changeState(ctx, incus, name, { action: 'stop', force: false })
  if (polite.ok || !isRefusal(polite)) return polite
  ctx.log('It did not shut down: switching it off', { name, why: polite.error.message })
  return killInstance(ctx, incus, name)
}

/** Starts it anew, by force where it does not shut down; one that does not run is started. */
export async function restartInstance(ctx: ModuleContext, incus: Incus, name: string) {
  const stopped = await stopInstance(ctx, incus, name)
  return stopped.ok ? startInstance(ctx, incus, name) : stopped
}

/** Whether the server said no to the polite way, instead of not answering at all. */
function isRefusal(result: Result<unknown> & { ok: false }): boolean {
  const { code, lost, retryAfterMs, message } = result.error
  if (lost) return false
  return (
    code === 'rejected' || (/deadline|timed? ?out/i.test(message) && retryAfterMs === undefined)
  )
}
