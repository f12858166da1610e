import type { Context } from './context.ts'
import type { Instant } from './domain/instant.ts'
import { shiftSessions } from './features/auth/sessions.ts'
import { keepHeartbeat } from './features/automation/gaps.ts'
import { isMovable } from './platform/clock.ts'
import type { DueLoop } from './platform/due.ts'
import type { JobHandlers } from './platform/jobs.ts'

/** What a journey through time has run. */
export interface TravelReport {
  /** Looks at due rows that found something. */
  sweeps: number
  jobs: number
}

interface Work {
  loops: readonly DueLoop[]
  handlers: JobHandlers
}

/** Runs jobs and everything that is due at the clock's moment, until nothing is left. */
export async function settle(ctx: Context, { loops, handlers }: Work): Promise<TravelReport> {
  const report: TravelReport = { sweeps: 0, jobs: 0 }
  for (let moved = true; moved; ) {
    const jobs = await ctx.jobs.drain(handlers)
    report.jobs += jobs
    moved = jobs > 0
    for (const loop of loops) {
      if ((await loop.runDue(ctx.clock.now())) === 0) continue
      report.sweeps += 1
      moved = true
    }
  }
  return report
}

/**
 * Moves the clock forward from due moment to due moment up to `to`, settling at each, as if the
 * time had passed with the program at work: no gap is noted, and who is logged in stays so.
 * `setClock` makes every process read the new time.
 */
export async function travel(
  ctx: Context,
  work: Work,
  { to, setClock }: { to: Instant; setClock(at: Instant): Promise<void> },
): Promise<TravelReport> {
  if (!isMovable(ctx.clock)) throw new Error('this clock does not travel')
  const total = await settle(ctx, work)
  const add = async () => {
    const { sweeps, jobs } = await settle(ctx, work)
    total.sweeps += sweeps
    total.jobs += jobs
  }
  async function jump(at: Instant): Promise<void> {
    const { clock } = ctx
    await shiftSessions(ctx.db, at - clock.now())
    await keepHeartbeat(ctx.db, at)
    await setClock(at)
  }
  for (;;) {
    const dues = await Promise.all(work.loops.map((loop) => loop.nextDue()))
    const next = Math.min(...dues.map((due) => due ?? Number.POSITIVE_INFINITY))
    if (next > to) break
    await jump(Math.max(next, ctx.clock.now()))
    await add()
  }
  if (to > ctx.clock.now()) await jump(to)
  await add()
  return total
}
