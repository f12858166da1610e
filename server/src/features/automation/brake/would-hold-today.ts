import { eq } from 'drizzle-orm'
import { type CountedStep, wouldHold } from '../../../domain/brake.ts'
import { localDate } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { loadCalendar } from '../load-calendar.ts'
import { limitsOfDay } from './ledger.ts'
import { readBrakeRules } from './settings.ts'
import { readStandingReasons } from './standing.ts'
import { brakeLedger } from './tables.ts'

/**
 * How many of the suspensions and ends that are still to come today the brake would hold back.
 * Later days have no limit yet: it is made of their own forecast, on the day before.
 */
export async function wouldHoldToday(
  db: Db,
  counts: Readonly<Record<CountedStep, number>>,
  now: Instant,
): Promise<number> {
  if (counts.suspend + counts.expire === 0) return 0
  const calendar = await loadCalendar(db, now)
  const rules = await readBrakeRules(db)
  const standing = await readStandingReasons(db, rules, { calendar, now })
  if (standing.length > 0) return counts.suspend + counts.expire
  const { zone } = calendar
  const limits = await limitsOfDay(db, rules, { now, zone })
  const day = localDate(now, zone)
  const rows = await db.select().from(brakeLedger).where(eq(brakeLedger.day, day))
  const left = (step: CountedStep) =>
    Math.max(0, limits[step].limit - (rows.find((row) => row.step === step)?.used ?? 0))
  return wouldHold(counts, { suspend: left('suspend'), expire: left('expire') })
}
