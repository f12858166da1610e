import type { Context } from './context.ts'
import { hashPassword } from './features/auth/passwords.ts'
import { createFirstOwner, isWithoutStaff, setupLink } from './features/staff/setup.ts'
import { SYSTEM } from './platform/actor.ts'
import { inTransaction } from './platform/transaction.ts'
import { seedInstallation } from './seed-installation.ts'

/**
 * Seeds what every installation has, and makes the first owner when the environment names one
 * with a password. While there is no staff it answers a one-time set-up link, a new one at each
 * start.
 */
export async function firstStart(ctx: Context): Promise<string | null> {
  await seedInstallation(ctx)
  if (!(await isWithoutStaff(ctx.db))) return null
  const first = ctx.config.firstAdmin
  if (!first?.password) return setupLink(ctx)
  const passwordHash = await hashPassword(first.password)
  const env = {
    ctx,
    actor: SYSTEM,
    now: ctx.clock.now(),
    cause: { kind: 'system' as const, step: 'first start' },
  }
  const name = first.email.slice(0, first.email.indexOf('@'))
  await inTransaction(ctx, (tx) =>
    createFirstOwner(tx, env, { email: first.email, name, language: 'en', passwordHash }),
  )
  return null
}
