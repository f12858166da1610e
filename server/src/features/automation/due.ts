import { isNotNull, min } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { DueLoop } from '../../platform/due.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { serviceSchedule } from '../services/tables.ts'
import { AUTOMATION_CHANNEL } from '../services/wake.ts'
import { beginSweep } from './gaps.ts'
import { reportRun } from './report-run.ts'
import { sweepChunk } from './sweep.ts'

/** How often due services are looked for when nothing wakes the sweep. */
const EVERY_MS = 10_000

/** The sweep as a due loop: any number of workers run it side by side. */
export function automationLoop(ctx: Context): DueLoop {
  return {
    name: 'automation',
    channel: AUTOMATION_CHANNEL,
    everyMs: EVERY_MS,
    async runDue(now) {
      if (!(await inTransaction(ctx, (tx) => beginSweep(tx, now)))) return 0
      const report = await sweepChunk(ctx, now)
      await reportRun(ctx.db, report, now)
      return report.taken
    },
    async nextDue() {
      const [row] = await ctx.db
        .select({ at: min(serviceSchedule.nextAt) })
        .from(serviceSchedule)
        .where(isNotNull(serviceSchedule.nextAt))
      return row?.at ?? null
    },
  }
}
