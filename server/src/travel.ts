import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from './context.ts'
import type { Instant } from './domain/instant.ts'
import { shiftSessions } from './features/auth/sessions.ts'
import { keepHeartbeat } from './features/automation/gaps.ts'
import { isMovable } from './platform/clock.ts'
import type { DueLoop } from './platform/due.ts'
import { toInstantJson } from './platform/json.ts'
import { defineProblems, type Problem, refuse } from './platform/problem.ts'
import type { JobHandlers } from './platform/run-jobs.ts'

/** What a journey through time has run. */
export interface TravelReport {
  /** Looks at due rows that found something. */
  sweeps: number
  jobs: number
}

const HELD_POLL_MS = 10
/** What is due and cannot be done is given up after so long; a dead worker's lease is over by then. */
const PATIENCE_MS = 150_000

defineProblems({
  clock_stuck: {
    status: 409,
    en: 'The clock stands at {at}: what is due there cannot be done ({loops}).',
    fr: 'L’horloge s’arrête à {at} : ce qui y est dû ne peut être fait ({loops}).',
  },
})

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

function stuckAt({ clock }: Context, ready: readonly DueLoop[]): Problem {
  const waiting = ready.filter(({ nextDue }) => nextDue).map(({ name }) => name)
  const params = { at: toInstantJson(clock.now()), loops: waiting.join(', ') }
  return refuse('clock_stuck', params)
}

/**
 * Moves the clock forward from due moment to due moment up to `to`, settling at each, as if the
 * time had passed with the program at work: no gap is noted, and who is logged in stays so.
 * `setClock` makes every process read the new time.
 */
export async function travel(
  ctx: Context,
  work: Work,
  {
    to,
    setClock,
    patienceMs = PATIENCE_MS,
  }: { to: Instant; setClock(at: Instant): Promise<void>; patienceMs?: number },
): Promise<TravelReport> {
  if (!isMovable(ctx.clock)) throw new Error('this clock does not travel')
  const total: TravelReport = { sweeps: 0, jobs: 0 }
  /** Settles until no worker has anything in hand; answers the next due moment. */
  async function quiet(): Promise<Instant> {
    for (let movedAt = performance.now(); ; ) {
      const jobs = await ctx.jobs.drain(work.handlers)
      const { ready, next } = await lookAround(ctx, work.loops)
      const sweeps = await takeTurns(ctx, ready)
      total.sweeps += sweeps
      total.jobs += jobs
      if (sweeps + jobs > 0) {
        movedAt = performance.now()
        continue
      }
      // What another worker holds still shows as due, and what it has done may have queued a job
      // since jobs were looked for.
      if (next <= ctx.clock.now()) {
        if (performance.now() - movedAt > patienceMs) throw stuckAt(ctx, ready)
        await sleep(HELD_POLL_MS)
      } else if (await ctx.jobs.isEmpty()) return next
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
