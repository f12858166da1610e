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
    const sweeps = await runLoops(loops, ctx.clock.now())
    report.sweeps += sweeps
    moved ||= sweeps > 0
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
  /**
   * Settles until no worker has anything in hand; answers the next due moment. Every loop has its
   * turn once; from then on those that say they are due.
   */
  async function quiet(): Promise<Instant> {
    let turn = work.loops
    for (let quietLooks = 0; ; ) {
      const now = ctx.clock.now()
      const sweeps = await runLoops(turn, now)
      const jobs = await ctx.jobs.drain(work.handlers)
      total.sweeps += sweeps
      total.jobs += jobs
      const dues = await Promise.all(work.loops.map((loop) => loop.nextDue()))
      turn = work.loops.filter((_, index) => isDue(dues[index], now))
      // What another worker holds still shows as due, and what it has done may have queued a job
      // since we looked: quiet is what two looks in a row have found so.
      const isQuiet = sweeps + jobs + turn.length === 0
      quietLooks = isQuiet ? quietLooks + 1 : 0
      if (quietLooks === 2) return earliest(dues)
      if (sweeps + jobs === 0 && turn.length > 0) await sleep(HELD_POLL_MS)
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

/** Answers how many of the loops found something. */
async function runLoops(loops: readonly DueLoop[], now: Instant): Promise<number> {
  let found = 0
  for (const loop of loops) if ((await loop.runDue(now)) > 0) found += 1
  return found
}

const isDue = (due: Instant | null | undefined, now: Instant): boolean =>
  due !== null && due !== undefined && due <= now

const earliest = (dues: readonly (Instant | null)[]): Instant =>
  Math.min(...dues.map((due) => due ?? Number.POSITIVE_INFINITY))
