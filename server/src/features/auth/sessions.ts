import { and, eq, gt, ne } from 'drizzle-orm'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { hashToken } from '../../platform/secrets.ts'
import { type Realm, sessions } from './tables.ts'

export const SESSION_COOKIE = 'berth_session'

/** How long a session lives without being used. */
const LIFETIME_MS: Record<Realm, number> = { staff: 12 * HOUR, customer: 30 * DAY }
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
    realm,
    accountId: session.accountId,
    impersonatedBy: session.impersonatedBy ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + LIFETIME_MS[realm],
    ip: session.ip,
    userAgent: session.userAgent.slice(0, 300),
  })
  return token
}

export type Session = typeof sessions.$inferSelect

/** The live session of a token, its life prolonged by being used; null when there is none. */
export async function findSession(db: Db, token: string, now: Instant): Promise<Session | null> {
  const tokenHash = hashToken(token)
  const [session] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)))
  if (!session) return null
  if (now - session.lastSeenAt > TOUCH_MS) {
    await db
      .update(sessions)
      .set({ lastSeenAt: now, expiresAt: now + LIFETIME_MS[session.realm] })
      .where(eq(sessions.tokenHash, tokenHash))
  }
  return session
}

export async function closeSession(db: Db | Tx, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, hashToken(token)))
}

/** Logs an account out everywhere, except where `keepToken` is in use. */
export async function closeAllSessions(
  db: Db | Tx,
  account: { realm: Realm; accountId: string; keepToken?: string },
): Promise<void> {
  const own = and(eq(sessions.realm, account.realm), eq(sessions.accountId, account.accountId))
  const others = account.keepToken
    ? ne(sessions.tokenHash, hashToken(account.keepToken))
    : undefined
  await db.delete(sessions).where(and(own, others))
}
