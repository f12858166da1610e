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
  /**
   * The earliest due moment of all, for a clock that travels; what another worker has in hand counts
   * as due. Null when nothing waits: then `runDue` would find nothing. A loop without it has its turn
   * wherever such a clock stops, and none stops for it.
   */
  nextDue?(): Promise<Instant | null>
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
  const sleepers = loops.map((loop) => sleeper(loop.everyMs))
  const runs = loops.map(async (loop, index) => {
    while (!stopping) {
      let taken = 0
      try {
        taken = await (loop.takeDue ?? loop.runDue)(clock.now())
      } catch (error) {
        onError(loop.name, error)
      }
      if (taken === 0 && !stopping) await sleepers[index]?.sleep()
    }
  })
  return {
    wake(channel) {
      loops.forEach((loop, index) => {
        if ((loop.channel ?? loop.name) === channel) sleepers[index]?.wake()
      })
    },
    async stop() {
      stopping = true
      for (const { wake } of sleepers) wake()
      await Promise.all(runs)
      await Promise.all(loops.map((loop) => loop.stop?.()))
    },
  }
}

/** Sleeps until woken or its time is over. Being woken while awake makes the next sleep empty. */
function sleeper(everyMs: number) {
  let woken = false
  let end: (() => void) | undefined
  return {
    wake() {
      woken = true
      end?.()
    },
    async sleep(): Promise<void> {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, everyMs)
          end = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      end = undefined
      woken = false
    },
  }
}
