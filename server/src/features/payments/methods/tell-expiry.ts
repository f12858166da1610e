import { and, asc, eq, isNotNull, isNull, lte, min } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { addDays, localDate, startOfDate } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { emit } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { paymentMethods } from '../tables.ts'
import { servicesChargedBy } from './services-charged.ts'

const AT_ONCE = 100
const EVERY_MS = 3_600_000
/** Customers are told so long before the last month ends. */
const DAYS_BEFORE = 30

const untold = and(
  isNull(paymentMethods.closedAt),
  isNotNull(paymentMethods.expiresOn),
  isNull(paymentMethods.expiryToldAt),
)

/** Tells customers a month before a method expires that services are paid with. */
export function expiryLoop(ctx: Context): DueLoop {
  return {
    name: 'methods_expiring',
    everyMs: EVERY_MS,
    runDue: (now) => tellExpiring(ctx, now),
    async nextDue() {
      const [row] = await ctx.db
        .select({ month: min(paymentMethods.expiresOn) })
        .from(paymentMethods)
        .where(untold)
      return row?.month ? tellAt(row.month, await zoneOf(ctx)) : null
    },
  }
}

async function tellExpiring(ctx: Context, now: Instant): Promise<number> {
  const zone = await zoneOf(ctx)
  const month = lastMonthToTell(now, zone)
  return inTransaction(ctx, async (tx) => {
    const due = await tx
      .select()
      .from(paymentMethods)
      .where(and(untold, lte(paymentMethods.expiresOn, month)))
      .orderBy(asc(paymentMethods.expiresOn))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true })
    for (const method of due) {
      const { id, customerId, gateway, label, expiresOn } = method
      await tx.update(paymentMethods).set({ expiryToldAt: now }).where(eq(paymentMethods.id, id))
      const isUsed = (await servicesChargedBy(tx, method)).length > 0
      if (!isUsed) continue
      emit(tx, 'payment_method.expiring', [{ methodId: id, customerId, gateway, label, expiresOn }])
    }
    return due.length
  })
}

const zoneOf = async ({ db }: Context) => (await readSettings(db, businessSettings)).timeZone

/** Thirty days before the first moment of the month after the last one. */
function tellAt(month: string, zone: string): Instant {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return addDays(startOfDate(`${next}-01`, zone), -DAYS_BEFORE, zone)
}

/** The latest month whose moment has come. */
function lastMonthToTell(now: Instant, zone: string): string {
  const present = localDate(now, zone).slice(0, 7)
  return tellAt(present, zone) <= now ? present : previousMonth(present)
}

function previousMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}
