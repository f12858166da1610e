import { gt } from 'drizzle-orm'
import type { BusinessCalendar } from '../../domain/automation/index.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { servicesSettings } from '../services/installation-policy.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { automationGaps } from './tables.ts'

/** Gaps older than the longest delay of a destructive step move nothing any more. */
const GAPS_MATTER_MS = 400 * DAY

/** Zone, holidays and gaps that the timelines are placed in. */
export async function loadCalendar(db: Db | Tx, now: Instant): Promise<BusinessCalendar> {
  const { timeZone } = await readSettings(db, businessSettings)
  const { holidays } = await readSettings(db, servicesSettings)
  const gaps = await db
    .select()
    .from(automationGaps)
    .where(gt(automationGaps.toAt, now - GAPS_MATTER_MS))
    .orderBy(automationGaps.fromAt)
  return {
    zone: timeZone,
    holidays,
    gaps: gaps.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })),
  }
}
