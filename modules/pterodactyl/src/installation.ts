import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import type { PanelClient } from './client.ts'
import { serverById } from './servers.ts'
import type { Server } from './shapes.ts'

/** How long is waited before each look, about half a minute in all; later attempts go on. */
const WAITS_MS = [1000, 2000, 3000, 5000, 5000, 5000, 5000, 5000]

/** When an installation that goes on is looked at again. */
const LOOK_AGAIN_MS = 15_000

/**
 * How far a creation is, as it is remembered for later attempts: the account of the customer was made,
 * the server is being installed, its installation failed. `newUser` is the account that was made on the
 * way: its password is lost with the attempt that made it, and a later one gives it another.
 */
export function taskOf(
  step: 'account' | 'installing' | 'failed',
  { server, newUser }: { readonly server: number | null; readonly newUser: number | null },
): string {
  return [step, server ?? '', newUser ?? ''].join(':')
}

/** The account that an earlier attempt made; null when it was there before. */
export function newUserIn(task: string | null): number | null {
  const id = Number(task?.split(':')[2])
  return id > 0 ? id : null
}

export const isFailed = (task: string | null) => task?.startsWith('failed:') ?? false

export const hasFailed = ({ status }: Server) =>
  status === 'install_failed' || status === 'reinstall_failed'

/**
 * Follows an installation to its end. One that takes longer answers `stillRunning` and is followed by
 * the next attempt; one that failed waits for staff, whose retry installs again.
 */
export async function awaitInstallation(
  ctx: OperationContext,
  client: PanelClient,
  { id, newUser }: { readonly id: number; readonly newUser: number | null },
): Promise<Result<Server>> {
  for (const waitMs of [0, ...WAITS_MS]) {
    if (waitMs > 0) await ctx.sleep(waitMs)
    const seen = await serverById(client, String(id))
    if (!seen.ok) return seen
    if (!seen.value) return fail('not_found', `The server ${id} is gone from the panel`)
    if (hasFailed(seen.value)) {
      await ctx.remember(taskOf('failed', { server: id, newUser }))
      return fail('rejected', `The installation of server ${id} failed: see its log on the panel`)
    }
    if (seen.value.status !== 'installing') return ok(seen.value)
    ctx.progress({ text: { en: 'The game is being installed', fr: 'Installation du jeu' } })
  }
  return fail('transient', `Server ${id} is still being installed`, {
    stillRunning: true,
    retryAfterMs: LOOK_AGAIN_MS,
  })
}
