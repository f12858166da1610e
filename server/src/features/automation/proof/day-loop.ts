import { and, gte, ne } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { instantOfHour, localDate, localDays, localParts } from '../../../domain/calendar.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { COMPARE_AFTER_MS, compareNextDay } from './compare-day.ts'
import { type BusinessDay, businessDay, keepForecast } from './keep-forecast.ts'
import { forecastDays } from './tables.ts'

/** From this hour on the forecast of tomorrow is kept. */
const EVENING_HOUR = 20

/**
 * Keeps the forecast of tomorrow in the evening, and that of today where nobody did; and holds each
 * day that is over against its own. Any worker may do it, one does.
 */
export function dayLoop(ctx: Context): DueLoop {
  // Asked at every look of a clock that travels: between two of its moments there is nothing to do.
  let quiet = { from: 0, until: 0 }
  return {
    name: 'automation.day',
    everyMs: 5 * MINUTE,
    async runDue(now) {
      if (now >= quiet.from && now < quiet.until) return 0
      const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
      const missing = await missingDays(ctx, now, zone)
      for (const day of missing) await keepForecast(ctx, day, now)
      const compared = await compareNextDay(ctx, now)
      if (missing.length === 0 && compared === null)
        quiet = { from: now, until: nextMoment(now, zone) }
      return compared === null ? 0 : 1
    },
  }
}

/** When the day changes, is over long enough to be compared, or has its evening. */
function nextMoment(now: Instant, zone: string): Instant {
  const { from, until } = businessDay(now, zone)
  const evening = instantOfHour(localDays(now, zone), EVENING_HOUR, zone)
  return Math.min(...[from + COMPARE_AFTER_MS, evening, until].filter((at) => at > now))
}

/** The days that should be kept by now and are not. */
async function missingDays(ctx: Context, now: Instant, zone: string): Promise<BusinessDay[]> {
  const wanted = [businessDay(now, zone)]
  if (localParts(now, zone).hour >= EVENING_HOUR) wanted.push(businessDay(now, zone, 1))
  const rows = await ctx.db
    .select({ day: forecastDays.day })
    .from(forecastDays)
    .where(and(gte(forecastDays.day, localDate(now, zone)), ne(forecastDays.state, 'keeping')))
  const there = new Set(rows.map(({ day }) => day))
  return wanted.filter(({ day }) => !there.has(day))
}
