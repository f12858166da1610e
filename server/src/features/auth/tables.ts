import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** The two kinds of accounts. */
export type Realm = 'staff' | 'customer'

/** A logged-in browser. The cookie's token is stored hashed. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    /** What the list of sessions calls it; the token's hash never leaves the server. */
    id: id().notNull().unique(),
    realm: text('realm').$type<Realm>().notNull(),
    /** Staff member's or user's id. */
    accountId: uuid('account_id').notNull(),
    /** The staff member behind an impersonated customer session. */
    impersonatedBy: uuid('impersonated_by'),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ip: text('ip').notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [
    index('sessions_by_account').on(t.realm, t.accountId),
    index('sessions_by_impersonator').on(t.impersonatedBy),
  ],
)

/** `invitation` lets somebody whose account was made for them choose the first password. */
export type TokenPurpose = 'setup' | 'invitation' | 'password_reset' | 'email_confirmation'

/** One-time links: set-up, invitation, password reset, e-mail confirmation. Stored hashed. */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    purpose: text('purpose').$type<TokenPurpose>().notNull(),
    realm: text('realm').$type<Realm>().notNull(),
    /** Null for the set-up link, which makes its account. */
    accountId: uuid('account_id'),
    /** The address that a confirmation confirms. */
    email: text('email'),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('one_time_tokens_by_account').on(t.realm, t.accountId)],
)

/** Failed attempts per key (address, account) and window: the rate limit all processes share. */
export const loginAttempts = pgTable('login_attempts', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  windowStartedAt: instant('window_started_at').notNull(),
})

/** Keys of the API: act for a staff member with at most that member's permissions. */
export const apiKeys = pgTable('api_keys', {
  id: id().primaryKey(),
  name: text('name').notNull(),
  tokenHash: text('token_hash').notNull().unique(),
  /** The first characters, so that a key can be recognised. */
  prefix: text('prefix').notNull(),
  staffId: uuid('staff_id').notNull(),
  /** Null: all that the staff member may do. */
  permissions: jsonb('permissions').$type<string[]>(),
  allowedIps: jsonb('allowed_ips').$type<string[]>(),
  expiresAt: instant('expires_at'),
  lastUsedAt: instant('last_used_at'),
  createdAt: instant('created_at').notNull(),
  revokedAt: instant('revoked_at'),
})
