import { type ModuleError, maskSecrets, type Observed, type ObservedPage } from '@berth/sdk'
import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeCursor, encodeCursor } from '../../platform/pagination.ts'
import { invalidField, notFound, refuse } from '../../platform/problem.ts'
import { customers } from '../customers/tables.ts'
import { askModule } from '../servers/ask-module.ts'
import { moduleContext } from '../servers/module-context.ts'
import { moduleServer, serverSecretValues } from '../servers/module-server.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import { formerIds, type LinkedService, linkedServices } from './linked.ts'
import type { ResourceJson } from './schemas.ts'

/** The longest that one page of the module may take. */
const LIMIT_MS = 20_000
/** A page of ours ends with the module's page that brings it to so many, unless more are asked for. */
const ENOUGH = 25
/** A search reads so many of the module's pages before it shows what it has. */
const MOST_PAGES = 20

export interface ResourceQuery {
  /** Part of the id, name, owner or plan. */
  q?: string
  cursor?: string
  /** End the page when so many are found. */
  enough?: number
}

/**
 * What exists on a server, as its module lists it, with what of it is ours already. Asked of the
 * server itself, outside of any transaction and with a deadline. 404 for an unknown server, 503
 * with the provider's own words when it does not answer.
 */
export async function listResources(ctx: Context, serverId: string, query: ResourceQuery) {
  const asking = await openListing(ctx, serverId)
  const wanted = query.q?.trim().toLowerCase() ?? ''
  const { enough = ENOUGH } = query
  const seen: Observed[] = []
  let place = placeOf(query.cursor)
  for (let pages = 0; pages < MOST_PAGES && seen.length < enough; pages++) {
    const page = await asking.page(place)
    seen.push(...page.items.filter((one) => matches(one, wanted)))
    place = page.nextCursor
    if (place === null) break
  }
  return {
    type: asking.type,
    canImport: asking.canImport,
    items: await present(ctx, serverId, seen),
    nextCursor: place === null ? null : encodeCursor([place]),
  }
}

function placeOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  const [place] = decodeCursor(cursor, 1)
  if (typeof place !== 'string') throw invalidField('/query/cursor', 'invalid_cursor')
  return place
}

async function openListing(ctx: Context, serverId: string) {
  const [row] = await ctx.db.select().from(servers).where(eq(servers.id, serverId))
  if (!row) throw notFound()
  const module = ctx.modules.get(row.type)
  const opened = moduleServer(ctx, row)
  if (!module || !opened.ok) throw unavailable(opened.ok ? null : opened.error)
  const server = opened.value
  const { id: type, list } = module
  const secrets = serverSecretValues(ctx, row.type, server)
  async function page(cursor: string | null): Promise<ObservedPage> {
    const answer = await askModule({
      limitMs: LIMIT_MS,
      abort: new AbortController().signal,
      mask: (words) => maskSecrets(words, secrets),
      run: (signal) => list(moduleContext(ctx, { type, server, signal }), server, cursor),
    })
    if (answer.kind === 'value') return answer.value
    throw unavailable(answer.kind === 'error' ? answer.error : answer)
  }
  return { type, canImport: module.adopt !== undefined, page }
}

function unavailable(error: Pick<ModuleError, 'message'> | null) {
  return refuse('resources_unavailable', { message: error?.message ?? '–' })
}

function matches({ remoteId, name, owner, plan }: Observed, wanted: string): boolean {
  if (wanted === '') return true
  return [remoteId, name, owner, plan].some((text) => text?.toLowerCase().includes(wanted))
}

async function present(
  ctx: Context,
  serverId: string,
  seen: readonly Observed[],
): Promise<ResourceJson[]> {
  const remoteIds = seen.map(({ remoteId }) => remoteId)
  const linked = await linkedServices(ctx.db, serverId, remoteIds)
  const former = await formerIds(ctx.db, serverId, remoteIds)
  const byKey = await servicesByKey(ctx, seen)
  return seen.map((one) => {
    const service = linked.get(one.remoteId) ?? byKey.get(one.key ?? '') ?? null
    const isForeign = one.key !== null && one.key !== former.get(one.remoteId)
    return {
      remoteId: one.remoteId,
      suggestedName: (one.name || one.remoteId).slice(0, 100),
      owner: one.owner,
      plan: one.plan,
      state: one.state,
      createdAt: toInstantJson(one.createdAt),
      availability: service ? 'linked' : isForeign ? 'foreign' : 'free',
      service,
    }
  })
}

/** The services whose mark the resources carry, whatever their books say. */
async function servicesByKey(
  ctx: Context,
  seen: readonly Observed[],
): Promise<Map<string, LinkedService>> {
  const keys = seen.flatMap(({ key }) => (z.uuid().safeParse(key).success ? (key ?? []) : []))
  if (keys.length === 0) return new Map()
  const rows = await ctx.db
    .select({
      id: services.id,
      number: services.number,
      name: services.name,
      customerName: customers.name,
    })
    .from(services)
    .innerJoin(customers, eq(customers.id, services.customerId))
    .where(inArray(services.id, keys))
  return new Map(rows.map((row) => [row.id, row]))
}
