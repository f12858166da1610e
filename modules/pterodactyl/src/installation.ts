import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import type { PanelClient } from './client.ts'
import { serverById } from './servers.ts'
import type { Server } from './shapes.ts'

/** How long is waited before each look, about half a minute in all; later attempts go on. */
const WAITS_MS = [1000, 2000, 3000, 5000, 5000, 5000, 5000, 5000]

/** When an installation that goes on is looked at again. */
const LOOK_AGAIN_MS = 15_000

/** What is remembered of an installation that was begun, and of one that was given up. */
export const begun = (id: number) => `installing:${id}`
export const failed = (id: number) => `failed:${id}`

export const hasFailed = ({ status }: Server) =>
  status === 'install_failed' || status === 'reinstall_failed'

/**
 * Follows an installation to its end. One that takes longer answers `stillRunning` and is followed by
 * the next attempt; one that failed waits for staff, whose retry installs again.
 */
export async function awaitInstallation(
  ctx: OperationContext,
  client: PanelClient,
  id: number,
): Promise<Result<Server>> {
  for (const waitMs of [0, ...WAITS_MS]) {
    if (waitMs > 0) await ctx.sleep(waitMs)
    const seen = await serverById(client, String(id))
    if (!seen.ok) return seen
    if (!seen.value) return fail('not_found', `The server ${id} is gone from the panel`)
    if (hasFailed(seen.value)) {
      await ctx.remember(failed(id))
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
