import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../../context.ts'
import { instantOfHour, localDate, localDays } from '../../../domain/calendar.ts'
import { type Instant, MINUTE, SECOND } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { lookAgain } from './look-again.ts'

/** From this hour of each business day on. */
const NIGHT_HOUR = 3

/** After each chunk the continuous worker rests so many times as long as that took: nobody waits. */
const RESTS = 9
const LONGEST_REST_MS = SECOND

/**
 * Once a night every service is decided again, whatever the schedule says: what would be looked at
 * too late is woken, and counted. Any worker may do it, one does.
 */
export function resyncLoop(ctx: Context): DueLoop {
  // Asked at every look of a clock that travels: until the next night there is nothing to do.
  let quiet = { from: 0, until: 0 }
  async function runDue(now: Instant): Promise<number> {
    if (now >= quiet.from && now < quiet.until) return 0
    const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
    const nightOf = (days: number) => instantOfHour(days, NIGHT_HOUR, zone)
    const today = localDays(now, zone)
    if (now < nightOf(today)) {
      quiet = { from: now, until: nightOf(today) }
      return 0
    }
    const day = localDate(now, zone)
    const looked = await inTransaction(ctx, (tx) => lookAgain(tx, ctx, { day, now }))
    if (looked.kind === 'finished') quiet = { from: now, until: nightOf(today + 1) }
    return looked.kind === 'looked' ? looked.services : 0
  }

  return {
    name: 'automation.resync',
    everyMs: 5 * MINUTE,
    runDue,
    async takeDue(now) {
      await ctx.jobs.quiet(MINUTE)
      const startedAt = performance.now()
      const looked = await runDue(now)
      const restMs = RESTS * (performance.now() - startedAt)
      if (looked > 0) await sleep(Math.min(restMs, LONGEST_REST_MS))
      return looked
    },
  }
}
