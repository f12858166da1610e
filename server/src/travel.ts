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
  for (let isFirst = true; ; isFirst = false) {
    const jobs = await ctx.jobs.drain(handlers)
    // Every loop has its turn once, whatever is due: some leave a sign of life.
    const ready = isFirst ? loops : (await lookAround(ctx, loops)).ready
    const sweeps = await takeTurns(ctx, ready)
    report.jobs += jobs
    report.sweeps += sweeps
    if (sweeps + jobs === 0) return report
  }
}

interface Look {
  /** Loops with something due, and those that do not say when. */
  ready: DueLoop[]
  /** The earliest due moment of all. */
  next: Instant
}

async function lookAround(ctx: Context, loops: readonly DueLoop[]): Promise<Look> {
  const dues = await Promise.all(loops.map((loop) => loop.nextDue?.()))
  const moments = dues.map((due) => due ?? Number.POSITIVE_INFINITY)
  const now = ctx.clock.now()
  const isReady = (_: DueLoop, index: number) =>
    dues[index] === undefined || (moments[index] ?? 0) <= now
  return { ready: loops.filter(isReady), next: Math.min(...moments) }
}

/** One look of each; answers how many found something. */
async function takeTurns(ctx: Context, loops: readonly DueLoop[]): Promise<number> {
  let found = 0
  for (const loop of loops) if ((await loop.runDue(ctx.clock.now())) > 0) found += 1
  return found
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
    for (;;) {
      const jobs = await ctx.jobs.drain(work.handlers)
      const { ready, next } = await lookAround(ctx, work.loops)
      const sweeps = await takeTurns(ctx, ready)
      total.sweeps += sweeps
      total.jobs += jobs
      if (sweeps + jobs > 0) continue
      // What another worker holds still shows as due, and what it has done may have queued a job
      // since jobs were looked for.
      if (next <= ctx.clock.now()) await sleep(HELD_POLL_MS)
      else if (await ctx.jobs.isEmpty()) return next
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
