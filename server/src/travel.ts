import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from './context.ts'
import type { Instant } from './domain/instant.ts'
import { shiftSessions } from './features/auth/sessions.ts'
import { keepHeartbeat } from './features/automation/gaps.ts'
import { isMovable } from './platform/clock.ts'
import type { DueLoop } from './platform/due.ts'
import type { JobHandlers } from './platform/run-jobs.ts'

/** What a journey through time has run. */
export interface TravelReport {
  /** Looks at due rows that found something. */
  sweeps: number
  jobs: number
}

const HELD_POLL_MS = 10

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
  const total: TravelReport = { sweeps: 0, jobs: 0 }
  /** Settles until no worker has anything in hand; answers the next due moment. */
  async function quiet(): Promise<Instant> {
    for (let quietLooks = 0; ; ) {
      const { sweeps, jobs } = await settle(ctx, work)
      total.sweeps += sweeps
      total.jobs += jobs
      const now = ctx.clock.now()
      const next = await nextDueOf(work.loops)
      // What another worker holds still shows as due, and what it has done may have queued a job
      // since we looked: quiet is what two looks in a row have found so.
      quietLooks = sweeps + jobs === 0 && next > now ? quietLooks + 1 : 0
      if (quietLooks === 2) return next
      if (quietLooks === 0 && sweeps + jobs === 0) await sleep(HELD_POLL_MS)
    }
  }
  async function jump(at: Instant): Promise<void> {
    const { clock } = ctx
    await shiftSessions(ctx.db, at - clock.now())
    await keepHeartbeat(ctx.db, at)
    await setClock(at)
  }
  for (let next = await quiet(); next <= to; next = await quiet())
    await jump(Math.max(next, ctx.clock.now()))
  if (to > ctx.clock.now()) await jump(to)
  await quiet()
  return total
}

async function nextDueOf(loops: readonly DueLoop[]): Promise<Instant> {
  const dues = await Promise.all(loops.map((loop) => loop.nextDue()))
  return Math.min(...dues.map((due) => due ?? Number.POSITIVE_INFINITY))
}
