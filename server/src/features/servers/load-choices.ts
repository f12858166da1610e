import type { Choice } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { notFound, refuse } from '../../platform/problem.ts'
import { readChoices } from './answer-shapes.ts'
import { askServer } from './ask-server.ts'
import type { ServerRow } from './module-server.ts'

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
    const answer = await askServer(ctx, {
      row,
      limitMs: LIMIT_MS,
      run: (context, { server }) => load(context, server),
      read: readChoices,
    })
    if (answer.ok) return answer.value
    const { code, message } = answer.error
    ctx.log.warn({ type: wish.type, serverId: row.id, code, message }, 'choices not loaded')
  }
  throw refuse('choices_unavailable')
}

/** Whether a field of the form takes its choices from this list: customers see no other. */
export function asksFor(form: Readonly<Record<string, unknown>>, list: string): boolean {
  const fields = z.record(z.string(), z.looseObject({})).safeParse(form.properties)
  return fields.success && Object.values(fields.data).some((field) => field.choices === list)
}
