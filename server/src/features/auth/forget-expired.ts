import type { Context } from '../../context.ts'
import { HOUR } from '../../domain/instant.ts'
import type { DueLoop } from '../../platform/due.ts'
import { forgetOldAttempts } from './attempts.ts'
import { forgetExpiredTokens } from './one-time-tokens.ts'
import { forgetExpiredSessions } from './sessions.ts'

/**
 * Removes sessions, links and counters that are worth nothing any more. Housekeeping: nothing
 * waits for it, so a clock that travels need not stop for it.
 */
export function forgetExpired(ctx: Context): DueLoop {
  return {
    name: 'auth.forget_expired',
    everyMs: HOUR,
    async runDue(now) {
      const sessions = await forgetExpiredSessions(ctx.db, now)
      const tokens = await forgetExpiredTokens(ctx.db, now)
      return sessions + tokens + (await forgetOldAttempts(ctx.db, now))
    },
  }
}
