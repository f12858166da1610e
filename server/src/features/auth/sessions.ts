import { and, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId, newToken } from '../../platform/ids.ts'
import { hashToken } from '../../platform/secrets.ts'
import { type Realm, sessions } from './tables.ts'

export const SESSION_COOKIE = 'berth_session'

/** How long a session lives without being used. */
const LIFETIME_MS: Record<Realm, number> = { staff: 12 * HOUR, customer: 30 * DAY }

/** Somebody who looks through a customer's eyes stays as long as staff do. */
function lifetimeMs(session: { realm: Realm; impersonatedBy?: string | null }): number {
  return LIFETIME_MS[session.impersonatedBy ? 'staff' : session.realm]
}

/** `lastSeenAt` is written at most this often. */
const TOUCH_MS = 5 * 60_000

export interface NewSession {
  realm: Realm
  accountId: string
  impersonatedBy?: string
  ip: string
  userAgent: string
  now: Instant
}

/** Opens a session and answers the token for the cookie; only its hash is stored. */
export async function openAccountSession(db: Db | Tx, session: NewSession): Promise<string> {
  const token = newToken()
  const { now, realm } = session
  await db.insert(sessions).values({
    tokenHash: hashToken(token),
    id: newId(),
    realm,
    accountId: session.accountId,
    impersonatedBy: session.impersonatedBy ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + lifetimeMs(session),
    ip: session.ip,
    userAgent: session.userAgent.slice(0, 300),
  })
  return token
}

export type Session = typeof sessions.$inferSelect

/** The condition of being the live session of a token; its values are `liveSession`'s. */
export const IS_LIVE = and(
  eq(sessions.tokenHash, sql.placeholder('tokenHash')),
  gt(sessions.expiresAt, sql.placeholder('now')),
)

/** The values of `IS_LIVE`. */
export const liveSession = (token: string, now: Instant) => ({
  tokenHash: hashToken(token),
  now: instantToSql(now),
})

/** Prolongs the life of a session that is used. */
export async function prolongSession(db: Db, session: Session, now: Instant): Promise<void> {
  if (now - session.lastSeenAt <= TOUCH_MS) return
  await db
    .update(sessions)
    .set({ lastSeenAt: now, expiresAt: now + lifetimeMs(session) })
    .where(eq(sessions.tokenHash, session.tokenHash))
}

export async function closeSession(db: Db | Tx, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, hashToken(token)))
}

/**
 * Logs an account out everywhere, except where `keepToken` is in use. A staff member also leaves
 * the customers whose eyes they look through.
 */
export async function closeAllSessions(
  db: Db | Tx,
  account: { realm: Realm; accountId: string; keepToken?: string },
): Promise<void> {
  const own = or(
    and(eq(sessions.realm, account.realm), eq(sessions.accountId, account.accountId)),
    account.realm === 'staff' ? eq(sessions.impersonatedBy, account.accountId) : undefined,
  )
  const others = account.keepToken
    ? ne(sessions.tokenHash, hashToken(account.keepToken))
    : undefined
  await db.delete(sessions).where(and(own, others))
}

/** The live sessions of an account, the latest used first; impersonated ones are staff's business. */
export async function listSessions(
  db: Db,
  account: { realm: Realm; accountId: string },
  now: Instant,
): Promise<Session[]> {
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.realm, account.realm),
        eq(sessions.accountId, account.accountId),
        isNull(sessions.impersonatedBy),
        gt(sessions.expiresAt, now),
      ),
    )
    .orderBy(sql`${sessions.lastSeenAt} desc, ${sessions.id} desc`)
}

/** Ends one of the account's own sessions; false when there is none with this id. */
export async function closeSessionById(
  db: Db | Tx,
  account: { realm: Realm; accountId: string; sessionId: string },
): Promise<boolean> {
  const closed = await db
    .delete(sessions)
    .where(
      and(
        eq(sessions.id, account.sessionId),
        eq(sessions.realm, account.realm),
        eq(sessions.accountId, account.accountId),
        isNull(sessions.impersonatedBy),
      ),
    )
    .returning({ id: sessions.id })
  return closed.length > 0
}

/**
 * Moves every session along with a clock that is about to jump by `byMs`, so that nobody is logged
 * out by the jump. To be called before the clock is set.
 */
export async function shiftSessions(tx: Db | Tx, byMs: number): Promise<void> {
  const by = sql`${byMs} * interval '1 millisecond'`
  await tx.update(sessions).set({
    createdAt: sql`${sessions.createdAt} + ${by}`,
    lastSeenAt: sql`${sessions.lastSeenAt} + ${by}`,
    expiresAt: sql`${sessions.expiresAt} + ${by}`,
  })
}

/** Removes sessions that nobody can use any more; answers how many. */
export async function forgetExpiredSessions(db: Db, now: Instant): Promise<number> {
  const gone = await db
    .delete(sessions)
    .where(lte(sessions.expiresAt, now))
    .returning({ id: sessions.id })
  return gone.length
}
