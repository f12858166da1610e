import { maskSecrets, type ServiceInput } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { askModule } from './ask-module.ts'
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
  const { pickServer } = module
  const picked = await askModule({
    limitMs: LIMIT_MS,
    abort: new AbortController().signal,
    mask: (words) => maskSecrets(words, secrets),
    run: (signal) => {
      const call = { type: wish.type, server: first.server, signal, secrets }
      return pickServer(moduleContext(ctx, call), candidates, service)
    },
    read: String,
  })
  if (picked.kind === 'value') return picked.value
  const why = picked.kind === 'error' ? picked.error.message : picked.message
  ctx.log.warn({ type: wish.type, why }, 'no server picked')
  return null
}
