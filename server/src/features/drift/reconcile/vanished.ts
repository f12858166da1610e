import type { Resource } from '@berth/sdk'
import { inArray, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { readAllObserved, readObserved } from '../../servers/answer-shapes.ts'
import { openResource } from '../../services/resource.ts'
import { services } from '../../services/tables.ts'
import type { AskedServer } from './ask-server.ts'
import type { Claim } from './claim.ts'
import { matched, NOT_LISTED } from './matched.ts'

/** What the books expect on the server, and what of it the listing lacks. */
export interface Vanished {
  known: number
  /** Services whose resource was there, or believed to be, until this listing. */
  serviceIds: string[]
}

/** Rows that are in the inbox already are no news, and no reason to mistrust the server. */
export async function findVanished(ctx: Context, { run }: Claim): Promise<Vanished> {
  const { rows } = await ctx.db.execute<{ known: string; vanished: string[] | null }>(sql`
    with ${matched(run)},
    told as (select d.remote_id from drift d where d.server_id = ${run.serverId}
      and d.kind = 'missing_resource' and d.state in ('open', 'ignored', 'fixing'))
    select
      (select count(*) from own where status in ('active', 'suspended')
        and remote_id not in (select remote_id from told)) as known,
      (select array_agg(m.id order by m.id) from (${NOT_LISTED}) m
        where m.remote_id not in (select remote_id from told)) as vanished`)
  return { known: Number(rows[0]?.known ?? 0), serviceIds: rows[0]?.vanished ?? [] }
}

/**
 * More than a tenth gone at once is a server that lists wrongly, or credentials that see less, before
 * it is a disaster. One alone is not many, however few there are: it is looked for by itself.
 */
export function isSuspect({ known, serviceIds }: Vanished): boolean {
  return serviceIds.length > 1 && serviceIds.length * 10 > known
}

/** Side by side, so that a few hundred do not take all day. */
const LANES = 4

/** Those of the vanished that the server says are not there, asked one by one. */
export async function confirmMissing(
  ctx: Context,
  asked: AskedServer,
  { serviceIds, keepAlive }: { serviceIds: readonly string[]; keepAlive(): Promise<void> },
): Promise<string[]> {
  const missing: string[] = []
  const waiting = await loadResources(ctx, serviceIds)
  const lane = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (await isMissing(asked, next)) missing.push(next.id)
      await keepAlive()
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return missing
}

interface Wanted {
  id: string
  resource: Resource
}

async function loadResources(ctx: Context, serviceIds: readonly string[]): Promise<Wanted[]> {
  if (serviceIds.length === 0) return []
  const rows = await ctx.db
    .select({ id: services.id, resource: services.resource })
    .from(services)
    .where(inArray(services.id, [...serviceIds]))
  return rows.flatMap(({ id, resource }) => {
    const opened = openResource(ctx, id, resource)
    return opened ? [{ id, resource: opened }] : []
  })
}

/** Found neither by our key nor by its id, or there with somebody else's key. Doubt is no. */
async function isMissing({ module, server, ask }: AskedServer, { id, resource }: Wanted) {
  const found = await ask(readAllObserved, (context) => module.find(context, server, id))
  if (!found.ok && found.error.code !== 'not_found') return false
  if (found.ok && found.value.some(({ remoteId }) => remoteId === resource.remoteId)) return false
  const seen = await ask(readObserved, (context) => module.inspect(context, server, resource))
  if (!seen.ok) return seen.error.code === 'not_found'
  if (seen.value === null) return true
  return seen.value.key !== null && seen.value.key !== id
}
