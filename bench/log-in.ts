import { openContext } from '../server/src/build-context.ts'
import { readConfig } from '../server/src/config.ts'
import { openAccountSession, SESSION_COOKIE } from '../server/src/features/auth/sessions.ts'
import { createFirstOwner } from '../server/src/features/staff/setup.ts'
import { SYSTEM } from '../server/src/platform/actor.ts'
import { inTransaction } from '../server/src/platform/transaction.ts'
import { seedInstallation } from '../server/src/seed-installation.ts'

/** Sets the installation up and answers a session of its owner, as a browser would send it. */
export async function logIn(env: Record<string, string>): Promise<string> {
  const read = readConfig(env)
  if (!read.ok) throw new Error(read.message)
  const { ctx, close } = await openContext(read.config)
  try {
    await seedInstallation(ctx)
    const now = ctx.clock.now()
    const owner = {
      email: 'owner@bench.example',
      name: 'Owner',
      language: 'en',
      passwordHash: '-',
    } as const
    const by = { ctx, actor: SYSTEM, now, cause: { kind: 'system' as const } }
    await inTransaction(ctx, (tx) => createFirstOwner(tx, by, owner))
    const { rows } = await ctx.db.execute<{ id: string }>('select id from staff')
    const session = { ip: '127.0.0.1', userAgent: 'bench', now, accountId: rows[0]?.id ?? '' }
    const token = await openAccountSession(ctx.db, { realm: 'staff', ...session })
    return `${SESSION_COOKIE}=${token}`
  } finally {
    await close()
  }
}
