import { type Choice, type ModuleContext, ok, type Result, sameText } from '@berth/sdk'
import { connect } from './client.ts'
import type { PanelServer } from './create.ts'
import { locationSchema, nestSchema, nodeSchema } from './shapes.ts'

type Loader = (ctx: ModuleContext, server: PanelServer) => Promise<Result<readonly Choice[]>>

const choice = (value: string, words: string): Choice => ({ value, label: sameText(words) })

const eggs: Loader = async (ctx, server) => {
  const nests = await connect(ctx, server).all('/nests', nestSchema, { include: 'eggs' })
  if (!nests.ok) return nests
  return ok(
    nests.value.flatMap((nest) =>
      (nest.relationships?.eggs?.data ?? []).map(({ attributes: egg }) =>
        choice(`${nest.id}/${egg.id}`, `${nest.name}: ${egg.name}`),
      ),
    ),
  )
}

const locations: Loader = async (ctx, server) => {
  const all = await connect(ctx, server).all('/locations', locationSchema)
  if (!all.ok) return all
  return ok(all.value.map(({ id, short, long }) => choice(String(id), long || short)))
}

const nodes: Loader = async (ctx, server) => {
  const all = await connect(ctx, server).all('/nodes', nodeSchema)
  if (!all.ok) return all
  return ok(all.value.map(({ id, name, fqdn }) => choice(String(id), `${name} (${fqdn})`)))
}

/** Lists that the forms load from the panel. */
export const choices = { eggs, locations, nodes }
