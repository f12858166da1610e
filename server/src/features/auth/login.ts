import type { Context } from '../../context.ts'
import { Problem } from '../../platform/problem.ts'
import type { Account, AccountRealms } from './accounts.ts'
import { clearAttempts, returnAttempt, takeAttempt } from './attempts.ts'
import { verifyPassword } from './passwords.ts'
import type { LoginInput } from './schemas.ts'
import type { Realm } from './tables.ts'
import './texts.ts'

/** Staff first: an address in both realms is a staff member unless the realm says otherwise. */
const ORDER: readonly Realm[] = ['staff', 'customer']

/**
 * Whose e-mail, password and second factor these are. Every failure before the second factor is
 * the same 401, after the same work, whether the address is known or not; 429 after too many.
 */
export async function authenticate(
  ctx: Context,
  realms: AccountRealms,
  login: LoginInput & { ip: string },
): Promise<Account> {
  const now = ctx.clock.now()
  await takeAttempt(ctx.db, 'login_address', login.ip, now)
  await takeAttempt(ctx.db, 'login_account', login.email, now)
  const account = await byPassword(ctx, realms, login)
  if (!account) throw new Problem('wrong_credentials')
  const code = login.recoveryCode ?? login.totp ?? null
  const factor = await realms[account.realm].passSecondFactor(ctx, account.id, code)
  if (factor === 'required') throw new Problem('totp_required')
  if (factor === 'wrong') throw new Problem('totp_wrong')
  await clearAttempts(ctx.db, 'login_account', login.email)
  await returnAttempt(ctx.db, 'login_address', login.ip)
  return account
}

async function byPassword(
  ctx: Context,
  realms: AccountRealms,
  login: LoginInput,
): Promise<Account | null> {
  const candidates = await Promise.all(
    ORDER.filter((realm) => !login.realm || realm === login.realm).map(async (realm) => {
      const account = await realms[realm].findByEmail(ctx.db, login.email)
      const isRight = await verifyPassword(account?.passwordHash ?? null, login.password)
      return isRight ? account : null
    }),
  )
  return candidates.find((account) => account !== null) ?? null
}
