import { eq, lt, sql } from 'drizzle-orm'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import { hashToken } from '../../platform/secrets.ts'
import { loginAttempts } from './tables.ts'

/** How often something may be tried within a window that starts with the first try. */
interface Limit {
  most: number
  windowMs: number
}

/** What is limited, per address or per account. Counted in the database, so by all processes. */
export const LIMITS = {
  login_address: { most: 100, windowMs: 15 * MINUTE },
  login_account: { most: 10, windowMs: 15 * MINUTE },
  /** Guesses at links: they have 256 bits, so this only keeps the noise down. */
  link_address: { most: 50, windowMs: 15 * MINUTE },
  reset_address: { most: 30, windowMs: HOUR },
  reset_account: { most: 5, windowMs: HOUR },
  register_address: { most: 30, windowMs: HOUR },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS

/** The row's key; what is limited is hashed, since it may be somebody's address. */
const keyOf = (name: LimitName, whose: string) => `${name}:${hashToken(whose)}`

type Taken = { kind: 'free' } | { kind: 'exhausted'; retryAfterMs: number }

/** Counts one try, at once for all processes. */
export async function countAttempt(
  db: Db,
  name: LimitName,
  whose: string,
  now: Instant,
): Promise<Taken> {
  const { most, windowMs } = LIMITS[name]
  const isOver = sql`${loginAttempts.windowStartedAt} <= ${instantToSql(now - windowMs)}`
  const [row] = await db
    .insert(loginAttempts)
    .values({ key: keyOf(name, whose), count: 1, windowStartedAt: now })
    .onConflictDoUpdate({
      target: loginAttempts.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${loginAttempts.count} + 1 end`,
        windowStartedAt: sql`case when ${isOver} then ${instantToSql(now)}::timestamptz else ${loginAttempts.windowStartedAt} end`,
      },
    })
    .returning()
  if (!row || row.count <= most) return { kind: 'free' }
  return { kind: 'exhausted', retryAfterMs: row.windowStartedAt + windowMs - now }
}

/** Counts one try; 429 with Retry-After when there were too many. */
export async function takeAttempt(
  db: Db,
  name: LimitName,
  whose: string,
  now: Instant,
): Promise<void> {
  const taken = await countAttempt(db, name, whose, now)
  if (taken.kind === 'free') return
  const seconds = Math.max(1, Math.ceil(taken.retryAfterMs / SECOND))
  throw new Problem('too_many_requests', { headers: { 'retry-after': String(seconds) } })
}

/** Takes one try back: it succeeded, and only failures are to be limited. */
export async function returnAttempt(db: Db, name: LimitName, whose: string): Promise<void> {
  await db
    .update(loginAttempts)
    .set({ count: sql`greatest(0, ${loginAttempts.count} - 1)` })
    .where(eq(loginAttempts.key, keyOf(name, whose)))
}

/** Forgets all tries: the right person is there. */
export async function clearAttempts(db: Db, name: LimitName, whose: string): Promise<void> {
  await db.delete(loginAttempts).where(eq(loginAttempts.key, keyOf(name, whose)))
}

/** Removes counters whose window is long over; answers how many. */
export async function forgetOldAttempts(db: Db, now: Instant): Promise<number> {
  const gone = await db
    .delete(loginAttempts)
    .where(lt(loginAttempts.windowStartedAt, now - DAY))
    .returning({ key: loginAttempts.key })
  return gone.length
}
