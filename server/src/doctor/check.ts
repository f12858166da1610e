import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Instant } from '../domain/instant.ts'
import type { Tx } from '../platform/db.ts'

/** What a look at the books is made with: one snapshot, one moment. */
export interface Look {
  tx: Tx
  ctx: Context
  now: Instant
}

/**
 * Something that is always true of the books. A check finds what breaks it: by a query whose column
 * `what` names each offending row, or in code that answers those names.
 */
export type Check = {
  /** Stable: `renewals.one_open`. */
  name: string
  /** What is true when nothing is found. */
  sentence: string
} & ({ offending(look: Look): SQL } | { find(look: Look): Promise<string[]> })

export interface CheckResult {
  name: string
  sentence: string
  ok: boolean
  /** How many rows break it; counting stops at 10 001. */
  found: number
  /** A few of them, in words. */
  examples: string[]
}

const MOST_COUNTED = 10_001
const EXAMPLES = 5

/** Looks for what breaks one check. */
export async function lookFor(check: Check, look: Look): Promise<CheckResult> {
  const { name, sentence } = check
  const { found, examples } = 'find' in check ? await inCode(check, look) : await inSql(check, look)
  return { name, sentence, ok: found === 0, found, examples }
}

type Found = Pick<CheckResult, 'found' | 'examples'>

async function inCode(check: Extract<Check, { find: unknown }>, look: Look): Promise<Found> {
  const names = await check.find(look)
  return { found: names.length, examples: names.slice(0, EXAMPLES) }
}

async function inSql(check: Extract<Check, { offending: unknown }>, look: Look): Promise<Found> {
  const limit = sql.raw(String(MOST_COUNTED))
  const few = sql.raw(String(EXAMPLES))
  const { rows } = await look.tx.execute<{ found: number; examples: string[] | null }>(sql`
    with offending as materialized (
      select what from (${check.offending(look)}) broken limit ${limit})
    select (select count(*)::int from offending) as found,
      (select jsonb_agg(what) from (select what from offending limit ${few}) shown) as examples`)
  return { found: rows[0]?.found ?? 0, examples: rows[0]?.examples ?? [] }
}
