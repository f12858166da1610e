import type { ServiceInput } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, serverSecretValues } from './module-server.ts'
import { type PlaceWish, placeCandidates } from './places.ts'

const LIMIT_MS = 15_000

/**
 * The server that the module's own `pickServer` wants for a new service, asked outside of any
 * transaction; null when the module leaves the choice to us or does not answer. It is a wish:
 * `reservePlace` takes another server when this one has no room any more.
 */
export async function preferServer(
  ctx: Context,
  wish: PlaceWish,
  service: ServiceInput,
): Promise<string | null> {
  const module = ctx.modules.get(wish.type)
  if (!module?.pickServer) return null
  const candidates = (await placeCandidates(ctx.db, wish)).flatMap((row) => {
    const server = moduleServer(ctx, row)
    const { placesUsed, placeLimit: placesLimit } = row
    return server.ok ? [{ server: server.value, placesUsed, placesLimit }] : []
  })
  const [first] = candidates
  if (!first) return null
  const secrets = candidates.flatMap(({ server }) => serverSecretValues(ctx, wish.type, server))
  const signal = AbortSignal.timeout(LIMIT_MS)
  const call = moduleContext(ctx, { type: wish.type, server: first.server, signal, secrets })
  try {
    const picked = await module.pickServer(call, candidates, service)
    if (picked.ok) return picked.value
    ctx.log.warn({ type: wish.type, code: picked.error.code }, 'no server picked')
  } catch (err) {
    ctx.log.warn({ err, type: wish.type }, 'no server picked')
  }
  return null
}
