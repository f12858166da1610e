import { boolean, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

/** A named set of permissions; the five seeded ones cannot be deleted. */
export const roles = pgTable('roles', {
  id: id().primaryKey(),
  name: text('name').notNull().unique(),
  permissions: jsonb('permissions').$type<string[]>().notNull(),
  builtIn: boolean('built_in').notNull().default(false),
})

/** Somebody who logs in to the administration. */
export const staff = pgTable('staff', {
  id: id().primaryKey(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  /** argon2id; null until the first password is set by link. */
  passwordHash: text('password_hash'),
  roleId: uuid('role_id')
    .notNull()
    .references(() => roles.id),
  language: text('language').$type<Language>().notNull(),
  /** Sealed; null while TOTP is off. */
  totpSecret: text('totp_secret'),
  /** Sealed; offered by the set-up and not yet confirmed by a code. */
  totpPendingSecret: text('totp_pending_secret'),
  /** Hashes of the recovery codes that are still unused. */
  recoveryCodes: jsonb('recovery_codes').$type<string[]>().notNull().default([]),
  /** The last accepted TOTP step, so that a code works once. */
  totpLastStep: text('totp_last_step'),
  /** Which failures this member is mailed about; null: what the role brings, see `alertsOf`. */
  alerts: jsonb('alerts').$type<string[]>(),
  disabledAt: instant('disabled_at'),
  createdAt: instant('created_at').notNull(),
})
