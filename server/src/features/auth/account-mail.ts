import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { toIso } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { publicLink } from '../../platform/public-link.ts'
import type { Language } from '../../platform/text.ts'
import type { Realm } from './tables.ts'

/**
 * What the events about accounts carry, for the mails they cause. `link` holds a one-time token:
 * it goes into the mail and nowhere else. `key` tells one occasion from the next.
 */
export interface AccountMail extends Record<string, unknown> {
  key: string
  realm: Realm
  accountId: string
  /** Null for staff. */
  customerId: string | null
  email: string
  name: string
  language: Language
  link: string | null
  /** ISO 8601; until when the link works. */
  expiresAt: string | null
}

/** Events whose payload is an AccountMail. */
export type AccountMailEvent =
  | 'password_reset.requested'
  | 'password.changed'
  | 'staff.invited'
  | 'user.invited'
  | 'user.registered'
  | 'email_confirmation.requested'

/** The page of the web app that takes the token. */
const PAGES: Record<AccountMailEvent, Record<Realm, string> | null> = {
  'password_reset.requested': {
    staff: '/admin/reset-password',
    customer: '/reset-password',
  },
  'password.changed': null,
  'staff.invited': { staff: '/admin/reset-password', customer: '' },
  'user.invited': { staff: '', customer: '/reset-password' },
  'user.registered': { staff: '', customer: '/confirm-email' },
  'email_confirmation.requested': { staff: '', customer: '/confirm-email' },
}

interface Addressee {
  realm: Realm
  id: string
  customerId: string | null
  email: string
  name: string
  language: Language
}

/** Says that somebody is to be written to about their account. */
export function emitAccountMail(
  tx: Tx,
  env: { ctx: Context; now: Instant },
  event: AccountMailEvent,
  to: Addressee & { issued?: { token: string; expiresAt: Instant } },
): void {
  const page = PAGES[event]?.[to.realm]
  const link =
    page && to.issued
      ? publicLink(env.ctx.config, `${page}?token=${encodeURIComponent(to.issued.token)}`)
      : null
  const mail: AccountMail = {
    key: `${event}:${to.id}:${env.now}`,
    realm: to.realm,
    accountId: to.id,
    customerId: to.customerId,
    email: to.email,
    name: to.name,
    language: to.language,
    link,
    expiresAt: to.issued ? toIso(to.issued.expiresAt) : null,
  }
  emit(tx, event, [mail])
}
