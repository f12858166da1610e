import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emitAccountMail } from '../auth/account-mail.ts'
import { issueToken } from '../auth/one-time-tokens.ts'
import type { User } from './add-user.ts'

const addressee = ({ id, customerId, email, name, language }: User) => ({
  realm: 'customer' as const,
  id,
  customerId,
  email,
  name,
  language,
})

/** Mails a link by which a user chooses the first password; following it confirms the address. */
export async function inviteUser(tx: Tx, env: Env, user: User): Promise<void> {
  const issued = await issueToken(tx, {
    purpose: 'invitation',
    realm: 'customer',
    accountId: user.id,
    now: env.now,
  })
  emitAccountMail(tx, env, 'user.invited', { ...addressee(user), issued })
}

/**
 * Mails a link that confirms an address: the user's own, or the one it is to be changed to. With
 * `user.registered` the mail welcomes as well.
 */
export async function askToConfirm(
  tx: Tx,
  env: Env,
  user: User,
  event: 'user.registered' | 'email_confirmation.requested',
): Promise<void> {
  const issued = await issueToken(tx, {
    purpose: 'email_confirmation',
    realm: 'customer',
    accountId: user.id,
    email: user.email,
    now: env.now,
  })
  emitAccountMail(tx, env, event, { ...addressee(user), issued })
}
