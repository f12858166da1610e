import { fail, ok, type Result } from '@berth/sdk'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { instantToSql } from '../../../platform/columns.ts'
import { reconciliations } from '../tables.ts'
import type { AskedServer } from './ask-server.ts'
import { type Claim, leaseMs } from './claim.ts'
import { type Listed, type Page, readPage } from './observed-page.ts'

/** A listing with more pages than this has no end. */
const MOST_PAGES = 50_000

/** Thrown where another run has taken the server over: this one must not go on. */
export class RunGivenUp extends Error {
  constructor() {
    super('Another run has taken its place')
  }
}

export interface Listing {
  pages: number
  resources: number
}

/**
 * Reads all pages and keeps what they say, each outside of any transaction: a server of any size fits
 * in the memory that one page needs. A resource on two pages is one resource.
 */
export async function readListing(
  ctx: Context,
  claim: Claim,
  { module, server, ask }: AskedServer,
): Promise<Result<Listing>> {
  const asked = new Set<string>()
  const listing = { pages: 0, resources: 0 }
  const pageAt = (cursor: string | null): Promise<Result<Page>> =>
    ask(readPage, (context) => module.list(context, server, cursor))
  for (let cursor: string | null = null; ; ) {
    if (listing.pages >= MOST_PAGES) return fail('config', 'The listing has no end')
    const page: Result<Page> = await pageAt(cursor)
    if (!page.ok) return page
    const { items, nextCursor } = page.value
    listing.pages += 1
    listing.resources += await storePage(ctx, claim, items, leaseMs(module.timeLimitMs))
    if (nextCursor === null) break
    if (asked.has(nextCursor))
      return fail('config', `The listing goes in circles: ${nextCursor} is the next page again`)
    asked.add(nextCursor)
    cursor = nextCursor
  }
  await ctx.db.update(reconciliations).set(listing).where(eq(reconciliations.id, claim.run.id))
  return ok(listing)
}

/** Keeps a page and the claim, in one statement. Answers how many resources are new. */
async function storePage(
  ctx: Context,
  { run }: Claim,
  items: readonly Listed[],
  lease: number,
): Promise<number> {
  const column = <T>(of: (one: Listed) => T, type: string) =>
    sql`${sql.param(items.map(of))}::${sql.raw(type)}[]`
  const { rows } = await ctx.db.execute<{ held: boolean; added: number }>(sql`
    with held as (
      update reconciliation_schedule
      set lease_until = clock_timestamp() + ${lease} * interval '1 millisecond'
      where server_id = ${run.serverId} and run_id = ${run.id} returning true as held
    ), added as (
      insert into reconciliation_seen
        (run_id, remote_id, key, name, owner, plan, state, created_at, data)
      select ${run.id}::uuid, page.* from held, unnest(
        ${column((one) => one.remoteId, 'text')}, ${column((one) => one.key, 'text')},
        ${column((one) => one.name, 'text')}, ${column((one) => one.owner, 'text')},
        ${column((one) => one.plan, 'text')}, ${column((one) => one.state, 'text')},
        ${column(({ createdAt }) => createdAtOf(createdAt), 'timestamptz')},
        ${column((one) => JSON.stringify(one.resource.data), 'jsonb')}) page
      on conflict do nothing returning 1
    )
    select exists (select from held) as held, (select count(*)::int from added) as added`)
  const [stored] = rows
  if (!stored?.held) throw new RunGivenUp()
  return stored.added
}

/** The year 10000, which the database writes in another way. */
const END_OF_TIME = 253_402_300_800_000

/** A moment that no calendar has says nothing. */
function createdAtOf(createdAt: number | null): string | null {
  const sound = createdAt !== null && createdAt >= 0 && createdAt < END_OF_TIME
  return sound ? instantToSql(createdAt) : null
}
