import type { Context, Env } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Language } from '../../platform/text.ts'
import type { SessionAnswer } from './schemas.ts'
import type { Session } from './sessions.ts'
import type { Realm } from './tables.ts'

/** Somebody who may log in: what both realms have in common. */
export interface Account {
  realm: Realm
  id: string
  /** Lower case. */
  email: string
  name: string
  language: Language
  /** Null until the first password is chosen. */
  passwordHash: string | null
  /** Null for staff. */
  customerId: string | null
}

export type SecondFactor = 'none' | 'passed' | 'required' | 'wrong'

/**
 * What logging in needs from the feature that owns the accounts. Accounts that are disabled or
 * gone are not found.
 */
export interface AccountRealm {
  /** The account as an actor, with what it may do. */
  loadActor(ctx: Context, id: string): Promise<Actor | null>
  findByEmail(db: Db | Tx, email: string): Promise<Account | null>
  findById(db: Db | Tx, id: string): Promise<Account | null>
  /** Stores a new password hash. `isProof` when a mailed link was followed: the address is real. */
  setPassword(
    tx: Tx,
    env: Env,
    change: { id: string; hash: string; isProof: boolean },
  ): Promise<void>
  updateProfile(
    tx: Tx,
    env: Env,
    change: { id: string; name?: string; language?: Language },
  ): Promise<void>
  /** Judges the second factor; a code or recovery code that passes is used up. */
  passSecondFactor(ctx: Context, id: string, code: string | null): Promise<SecondFactor>
  describe(ctx: Context, actor: Actor): Promise<SessionAnswer>
}

/** A live session, and its account where it is one of the staff's. */
export interface FoundSession {
  session: Session
  /** Null also for staff members who are disabled or gone. */
  staff: Actor | null
}

/** Of staff, who ask most: their session and account are read at once. */
export interface StaffRealm extends AccountRealm {
  /** The live session of a token, of whichever realm; null when there is none. */
  findSession(ctx: Context, token: string): Promise<FoundSession | null>
}

/** The two kinds of accounts, wired together at the top of the program. */
export interface AccountRealms extends Record<Realm, AccountRealm> {
  staff: StaffRealm
}

/** The realm of a logged-in account. */
export const realmOf = (actor: Actor): Realm => (actor.kind === 'user' ? 'customer' : 'staff')

/** An account as the one who does something about itself without being logged in. */
export function accountActor(account: Account): Actor {
  return {
    kind: account.realm === 'staff' ? 'staff' : 'user',
    id: account.id,
    name: account.name,
    language: account.language,
    permissions: new Set(),
    customerId: account.customerId,
  }
}
