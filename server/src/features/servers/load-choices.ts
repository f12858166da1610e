import type { Choice } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { notFound, refuse } from '../../platform/problem.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, type ServerRow } from './module-server.ts'

const LIMIT_MS = 15_000

/** A choice list of the module, read from the first of these servers that answers. */
export interface ChoiceWish {
  type: string
  /** The loader's name, as a field's `choices` gives it. */
  name: string
  servers: readonly ServerRow[]
}

/** 404 when the module has no such list, 503 when no server answers. */
export async function loadChoices(ctx: Context, wish: ChoiceWish): Promise<readonly Choice[]> {
  const loaders = ctx.modules.get(wish.type)?.choices ?? {}
  const load = Object.hasOwn(loaders, wish.name) ? loaders[wish.name] : undefined
  if (!load) throw notFound()
  for (const row of wish.servers) {
    const server = moduleServer(ctx, row)
    if (!server.ok) continue
    const signal = AbortSignal.timeout(LIMIT_MS)
    const call = moduleContext(ctx, { type: wish.type, server: server.value, signal })
    const answer = await load(call, server.value).catch((err: unknown) => {
      ctx.log.warn({ err, type: wish.type, serverId: row.id }, 'choices not loaded')
      return null
    })
    if (answer?.ok) return answer.value
  }
  throw refuse('choices_unavailable')
}
