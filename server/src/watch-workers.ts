import type { Context } from './context.ts'
import { MINUTE } from './domain/instant.ts'
import { tellStandstill } from './features/automation/runs/watch-loop.ts'
import { mailLoop } from './features/mail/send/send-mails.ts'
import { writeMail } from './features/mail/write/write-mail.ts'
import { startDueLoops } from './platform/due.ts'

/**
 * Watches, in a process that takes up no work itself, whether anybody does. When nobody sweeps, it
 * may well be that nobody writes and sends mails either: staff's alert is written and sent from
 * here, once an hour at most, whichever process notices.
 */
export function watchWorkers(ctx: Context): { stop(): Promise<void> } {
  const mails = mailLoop(ctx)
  const watch = {
    name: 'workers.watch',
    everyMs: MINUTE,
    async runDue(now: number) {
      if (ctx.safeMode.current) return 0
      const told = await tellStandstill(ctx, now)
      if (told) {
        await writeMail(ctx, { event: 'automation.late', ...told })
        await mails.runDue(now)
      }
      return 0
    },
  }
  return startDueLoops([watch], ctx.clock, (loop, err) =>
    ctx.log.error({ err, loop }, 'the workers cannot be watched'),
  )
}
