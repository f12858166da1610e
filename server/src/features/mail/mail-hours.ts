import type { Instant } from '../../domain/instant.ts'
import { type OpeningHours, resolvePolicy } from '../../domain/policy.ts'
import { nextInWindow } from '../../domain/window.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { customers } from '../customers/tables.ts'
import { servicesSettings } from '../services/installation-policy.ts'
import { readSettings } from '../settings/sections.ts'

interface Place {
  db: Db | Tx
  /** The business time zone. */
  zone: string
}

/** The earliest moment, not before `at`, at which a mail that nobody waits for may leave. */
export async function nextMailMoment(
  { db, zone }: Place,
  hours: OpeningHours,
  at: Instant,
): Promise<Instant> {
  const { holidays } = await readSettings(db, servicesSettings)
  const { fromHour, toHour, weekends } = hours
  const window = { fromHour, toHour, weekends, closedOn: hours.holidays ? [] : holidays }
  return nextInWindow(at, window, zone)
}

/** The hours for mails that are not about one service. */
export async function customerMailHours(
  db: Db | Tx,
  { policy }: Pick<typeof customers.$inferSelect, 'policy'>,
): Promise<OpeningHours> {
  const { policy: installation } = await readSettings(db, servicesSettings)
  return resolvePolicy('monthly', { customer: policy, installation }).values.mailHours
}
