import { setTimeout as sleep } from 'node:timers/promises'
import { isNotNull, min } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DueLoop } from '../../platform/due.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { serviceSchedule } from '../services/tables.ts'
import { AUTOMATION_CHANNEL } from '../services/wake.ts'
import { beginSweep, lastSweepAt } from './gaps.ts'
import { reportRun } from './report-run.ts'
import { CHUNK, sweepChunk } from './sweep.ts'

/** How often due services are looked for when nothing wakes the sweep. */
const EVERY_MS = 10_000

/**
 * After a look that did not fill its chunk the continuous worker rests this long: what wakes the
 * sweep meanwhile, many services in a row, is looked at together.
 */
const REST_MS = 100

/** Where more is due than a chunk holds: while PostgreSQL writes one, the next is decided. */
const LANES = 2

/** Lanes go on for so long before the heartbeat is due again. */
const HEARTBEAT_MS = 10_000

/** After a full chunk the next look follows at once: nothing slips in between. */
const LINGER_MS = 1000

/** The sweep as a due loop: any number of workers run it side by side. */
export function automationLoop(ctx: Context): DueLoop {
  async function sweep(now: Instant): Promise<number> {
    const startedAt = performance.now()
    const report = await sweepChunk(ctx, now)
    await reportRun(ctx.db, report, { now, tookMs: performance.now() - startedAt })
    return report.taken
  }

  /** Full chunks one after the other: what is not full was the last. */
  async function lane(now: Instant): Promise<number> {
    const startedAt = performance.now()
    let taken = 0
    for (let more = CHUNK; more === CHUNK && performance.now() - startedAt < HEARTBEAT_MS; ) {
      more = await sweep(now)
      taken += more
    }
    return taken
  }

  /** A full chunk is a sign that there is more: all lanes take part. */
  async function runDue(now: Instant): Promise<number> {
    if (!(await inTransaction(ctx, (tx) => beginSweep(tx, now)))) return 0
    const first = await sweep(now)
    if (first < CHUNK) return first
    const lanes = await Promise.all(Array.from({ length: LANES }, () => lane(now)))
    return lanes.reduce((sum, taken) => sum + taken, first)
  }

  /** What is decided goes before what is told of it, and before what may wait. */
  async function takeDue(now: Instant): Promise<number> {
    const isOver = ctx.jobs.standBack()
    let taken = 0
    try {
      taken = await runDue(now)
    } finally {
      if (taken < CHUNK) isOver()
      else setTimeout(isOver, LINGER_MS).unref()
    }
    if (taken > 0 && taken < CHUNK) await sleep(REST_MS)
    return taken
  }

  return {
    name: 'automation',
    channel: AUTOMATION_CHANNEL,
    everyMs: EVERY_MS,
    runDue,
    takeDue,
    async nextDue() {
      const [row] = await ctx.db
        .select({ at: min(serviceSchedule.nextAt) })
        .from(serviceSchedule)
        .where(isNotNull(serviceSchedule.nextAt))
      const at = row?.at ?? null
      // Under a clock that was set back nothing is done before the last sweep.
      return at === null ? null : Math.max(at, (await lastSweepAt(ctx.db)) ?? at)
    },
  }
}
