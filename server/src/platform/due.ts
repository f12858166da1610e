import type { Instant } from '../domain/instant.ts'
import type { Clock } from './clock.ts'

/**
 * A kind of row that is to be dealt with when its due column has come, by the business clock.
 * `runDue` claims with `for update skip locked`, so that any number of workers may run it.
 */
export interface DueLoop {
  name: string
  /** Deals with rows due at `now`; answers how many were taken, 0 when none is left. */
  runDue(now: Instant): Promise<number>
  /**
   * For rows that take long: takes them up and leaves the work going on, so that the continuous
   * worker looks again meanwhile. `runDue` of such a loop waits for what it took.
   */
  takeDue?(now: Instant): Promise<number>
  /** Waits a while for what `takeDue` left going on, and gives back what the loop holds. */
  stop?(): Promise<void>
  /** The earliest due moment of all, for a clock that travels; null when nothing waits. */
  nextDue(): Promise<Instant | null>
  /** How often to look when nobody notifies, in ms. */
  everyMs: number
  /** NOTIFY channel that wakes the loop early. */
  channel?: string
}

export interface DueRunner {
  /** Wakes the loops that listen to this channel. */
  wake(channel: string): void
  stop(): Promise<void>
}

/** Runs each loop by itself until stopped. A loop that took something looks again at once. */
export function startDueLoops(
  loops: readonly DueLoop[],
  clock: Clock,
  onError: (loop: string, error: unknown) => void,
): DueRunner {
  let stopping = false
  const wakers = new Map<string, Set<() => void>>()
  const runs = loops.map(async (loop) => {
    while (!stopping) {
      let taken = 0
      try {
        taken = await (loop.takeDue ?? loop.runDue)(clock.now())
      } catch (error) {
        onError(loop.name, error)
      }
      if (taken === 0 && !stopping) await pause(loop, wakers)
    }
  })
  return {
    wake: (channel) => {
      for (const wake of wakers.get(channel) ?? []) wake()
    },
    async stop() {
      stopping = true
      for (const set of wakers.values()) for (const wake of set) wake()
      await Promise.all(runs)
      await Promise.all(loops.map((loop) => loop.stop?.()))
    },
  }
}

function pause(loop: DueLoop, wakers: Map<string, Set<() => void>>): Promise<void> {
  const channel = loop.channel ?? loop.name
  return new Promise((resolve) => {
    const set = wakers.get(channel) ?? new Set()
    wakers.set(channel, set)
    const wake = () => {
      clearTimeout(timer)
      set.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, loop.everyMs)
    set.add(wake)
  })
}
