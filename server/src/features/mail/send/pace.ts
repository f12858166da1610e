import { eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { readSettings } from '../../settings/sections.ts'
import { mailSettings } from '../settings.ts'
import { mailPace } from '../tables.ts'

const ROW = 1
/** A clock that was moved back does not hold mails for longer. */
const LONGEST_MS = 10 * MINUTE

/** How fast mails may leave. */
interface Pace {
  /** From one mail to the next. */
  everyMs: number
  /** So many may leave together after a rest. */
  together: number
}

/** What is to be sent. */
interface Wish {
  now: Instant
  wanted: number
  /** People wait for it: it is counted and never held. */
  isAwaited: boolean
}

/** No minute holds more than `perMinute`: those that leave together are part of it. */
export function paceOf(perMinute: number): Pace {
  const together = Math.ceil(perMinute / 20)
  return { everyMs: MINUTE / (perMinute - together + 1), together }
}

/** How many of `wanted` may leave now, and the moment that the next ones are counted from. */
export function spend(pace: Pace, { freeAt, now, wanted, isAwaited }: Wish & { freeAt: Instant }) {
  const from = Math.min(Math.max(freeAt, now), now + LONGEST_MS)
  const room = pace.together - Math.ceil((from - now) / pace.everyMs)
  const granted = isAwaited ? wanted : Math.max(0, Math.min(wanted, room))
  return { granted, freeAt: Math.ceil(from + granted * pace.everyMs) }
}

/** When one more may leave. */
const nextSlot = ({ everyMs, together }: Pace, freeAt: Instant): Instant =>
  Math.ceil(freeAt - (together - 1) * everyMs)

/** Null: there is no limit, or no mail leaves by SMTP. */
async function paceInForce(ctx: Context, db: Db | Tx): Promise<Pace | null> {
  const { perMinute } = await readSettings(db, mailSettings)
  return perMinute === 0 || (await ctx.mail.keeps?.()) ? null : paceOf(perMinute)
}

/** How many of so many mails may be sent now, by all workers together: they share one row. */
export async function grantMails(tx: Tx, ctx: Context, wish: Wish): Promise<number> {
  const pace = await paceInForce(ctx, tx)
  if (!pace) return wish.wanted
  await tx.insert(mailPace).values({ id: ROW, freeAt: wish.now }).onConflictDoNothing()
  const [row] = await tx.select().from(mailPace).where(eq(mailPace.id, ROW)).for('update')
  const { granted, freeAt } = spend(pace, { ...wish, freeAt: row?.freeAt ?? wish.now })
  if (granted > 0) await tx.update(mailPace).set({ freeAt }).where(eq(mailPace.id, ROW))
  return granted
}

/** From when on the limit lets one more mail leave; null: from any time. */
export async function paceAllowsAt(ctx: Context): Promise<Instant | null> {
  const pace = await paceInForce(ctx, ctx.db)
  if (!pace) return null
  const [row] = await ctx.db.select().from(mailPace).where(eq(mailPace.id, ROW))
  return row ? Math.min(nextSlot(pace, row.freeAt), ctx.clock.now() + LONGEST_MS) : null
}
