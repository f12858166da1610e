import { and, eq, gt, inArray, isNull, lte } from 'drizzle-orm'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { hashToken } from '../../platform/secrets.ts'
import { oneTimeTokens, type Realm, type TokenPurpose } from './tables.ts'

const LIFETIME_MS: Record<TokenPurpose, number> = {
  setup: 7 * DAY,
  invitation: 7 * DAY,
  password_reset: HOUR,
  email_confirmation: 7 * DAY,
}

export type OneTimeToken = typeof oneTimeTokens.$inferSelect

interface NewToken {
  purpose: TokenPurpose
  realm: Realm
  /** Null for the set-up link, of which there is one. */
  accountId: string | null
  email?: string
  now: Instant
}

/** Makes a link's token. An earlier one of the same purpose and account is worth nothing any more. */
export async function issueToken(
  tx: Db | Tx,
  wanted: NewToken,
): Promise<{ token: string; expiresAt: Instant }> {
  const { purpose, realm, accountId, now } = wanted
  const whose = accountId ? eq(oneTimeTokens.accountId, accountId) : isNull(oneTimeTokens.accountId)
  await tx
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.purpose, purpose), eq(oneTimeTokens.realm, realm), whose))
  const token = newToken()
  const expiresAt = now + LIFETIME_MS[purpose]
  const row = { purpose, realm, accountId, email: wanted.email ?? null, expiresAt }
  await tx.insert(oneTimeTokens).values({ tokenHash: hashToken(token), ...row })
  return { token, expiresAt }
}

interface Presented {
  token: string
  purposes: TokenPurpose[]
  now: Instant
}

const rowOf = ({ token, purposes, now }: Presented) =>
  and(
    eq(oneTimeTokens.tokenHash, hashToken(token)),
    inArray(oneTimeTokens.purpose, purposes),
    gt(oneTimeTokens.expiresAt, now),
  )

/** The token if it is good, without using it up. */
export async function peekToken(db: Db | Tx, presented: Presented): Promise<OneTimeToken | null> {
  const [row] = await db.select().from(oneTimeTokens).where(rowOf(presented))
  return row ?? null
}

/** Uses the token up, if it is good: of two who present it at once, one gets it. */
export async function takeToken(tx: Tx, presented: Presented): Promise<OneTimeToken | null> {
  const [row] = await tx.delete(oneTimeTokens).where(rowOf(presented)).returning()
  return row ?? null
}

/** Withdraws every link of an account. */
export async function withdrawTokens(
  tx: Tx,
  account: { realm: Realm; accountId: string; purposes: TokenPurpose[] },
): Promise<void> {
  await tx
    .delete(oneTimeTokens)
    .where(
      and(
        eq(oneTimeTokens.realm, account.realm),
        eq(oneTimeTokens.accountId, account.accountId),
        inArray(oneTimeTokens.purpose, account.purposes),
      ),
    )
}

/** Removes tokens that nobody can use any more; answers how many. */
export async function forgetExpiredTokens(db: Db, now: Instant): Promise<number> {
  const gone = await db
    .delete(oneTimeTokens)
    .where(lte(oneTimeTokens.expiresAt, now))
    .returning({ tokenHash: oneTimeTokens.tokenHash })
  return gone.length
}
