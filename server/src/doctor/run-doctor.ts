import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { toIso } from '../domain/instant.ts'
import { type CheckResult, lookFor } from './check.ts'
import { CHECKS } from './checks/index.ts'

export interface Diagnosis {
  /** When it was looked, by the clock that the books go by. ISO 8601. */
  now: string
  checks: CheckResult[]
}

/** A check reads whole tables; of a large installation that takes its time. */
const LONGEST_CHECK_MS = 30 * 60_000

/**
 * Looks whether the books are what they must be. Everything is read from one snapshot in one
 * read-only transaction, so that it may run beside the program at work. Nothing is repaired.
 */
export async function runDoctor(ctx: Context): Promise<Diagnosis> {
  return ctx.db.transaction(
    async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${LONGEST_CHECK_MS}`))
      await tx.execute(sql.raw('set local idle_in_transaction_session_timeout = 0'))
      const look = { tx, ctx, now: ctx.clock.now() }
      const checks: CheckResult[] = []
      for (const check of CHECKS) checks.push(await lookFor(check, look))
      return { now: toIso(look.now), checks }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
