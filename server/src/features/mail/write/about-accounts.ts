import { eq } from 'drizzle-orm'
import { fromIso } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { publicLink } from '../../../platform/public-link.ts'
import type { AccountMail, AccountMailEvent } from '../../auth/account-mail.ts'
import { users } from '../../customers/tables.ts'
import { staff } from '../../staff/tables.ts'
import type { TemplateName } from '../templates/index.ts'
import { type Addressee, ONE_TIME_TOKEN } from './draft.ts'
import { wordsIn } from './words.ts'
import type { Writer } from './writer.ts'

const TEMPLATES: Record<AccountMailEvent, TemplateName> = {
  'user.registered': 'user_registered',
  'email_confirmation.requested': 'email_confirmation',
  'user.invited': 'user_invited',
  'staff.invited': 'staff_invited',
  'password_reset.requested': 'password_reset',
  'password.changed': 'password_changed',
}

/** Where a link is asked for that the mail itself does not carry. */
const FORGOT_PATH = { staff: '/admin/forgot-password', customer: '/forgot-password' }

function writerOf(event: AccountMailEvent): Writer {
  return async ({ tx, ctx, now, zone }, payload) => {
    const mail = payload as AccountMail
    const until = mail.expiresAt ? fromIso(mail.expiresAt) : null
    const to = await addresseeOf(tx, mail)
    if (!to || (until !== null && until <= now)) return []
    const { link, token } = withoutToken(mail.link)
    const words = wordsIn(to.language, zone)
    return [
      {
        key: mail.key,
        template: TEMPLATES[event],
        to,
        facts: {
          link: link ?? publicLink(ctx.config, FORGOT_PATH[mail.realm]),
          until: until === null ? null : words.moment(until),
        },
        ...(token ? { oneTimeToken: token } : {}),
      },
    ]
  }
}

/**
 * The account as it is. Only the address is the event's: a confirmation goes to the one that is to
 * be confirmed.
 */
async function addresseeOf(tx: Tx, mail: AccountMail): Promise<Addressee | null> {
  const { accountId, email: address } = mail
  if (mail.realm === 'staff') {
    const [member] = await tx.select().from(staff).where(eq(staff.id, accountId))
    if (!member || member.disabledAt !== null) return null
    const { id: staffId, name, language } = member
    return { customerId: null, staffId, address, name, language }
  }
  const [user] = await tx.select().from(users).where(eq(users.id, accountId))
  if (!user || user.disabledAt !== null) return null
  const { customerId, name, language } = user
  return { customerId, staffId: null, address, name, language }
}

/** The link with a mark in the place of its token. */
function withoutToken(link: string | null): { link: string | null; token: string | null } {
  if (link === null) return { link, token: null }
  const url = new URL(link)
  const token = url.searchParams.get('token')
  if (token) url.searchParams.set('token', ONE_TIME_TOKEN)
  return { link: url.href, token }
}

export const accountWriters = Object.fromEntries(
  (Object.keys(TEMPLATES) as AccountMailEvent[]).map((event) => [event, writerOf(event)]),
)
