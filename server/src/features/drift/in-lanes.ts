import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import type { DueLoop } from '../../platform/due.ts'
import { notify } from '../../platform/notifications.ts'

/** Work that one process does side by side. */
const WIDTH = 4
/** How long a stopping worker waits for it; what is cut off is taken up again. */
const DRAIN_MS = 5000

interface Work<Claim> {
  /** NOTIFY channel of the loop. */
  channel: string
  claim(): Promise<Claim | null>
  /** Throws nothing. */
  carryOut(claim: Claim, abort: AbortSignal): Promise<void>
}

/** A loop's work taken up a few at a time, so that one slow server holds up no other. */
export function inLanes<Claim>(
  ctx: Context,
  { channel, claim, carryOut }: Work<Claim>,
): Pick<DueLoop, 'runDue' | 'stop'> & { takeDue(): Promise<number> } {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()

  function start(claimed: Claim): void {
    const work: Promise<void> = carryOut(claimed, stopping.signal).finally(() => {
      const wasFull = running.size >= WIDTH
      running.delete(work)
      if (wasFull) lookAgain(ctx, channel)
    })
    running.add(work)
  }

  async function takeDue(): Promise<number> {
    let taken = 0
    while (running.size < WIDTH && !stopping.signal.aborted) {
      const claimed = await claim()
      if (claimed === null) break
      taken += 1
      start(claimed)
    }
    return taken
  }

  return {
    takeDue,
    async runDue() {
      const taken = await takeDue()
      await Promise.all(running)
      return taken
    },
    async stop() {
      stopping.abort(new Error('The process stops'))
      await Promise.race([Promise.all(running), sleep(DRAIN_MS, undefined, { ref: false })])
    },
  }
}

/** A lane is free: what is due next need not wait for the next look. */
function lookAgain(ctx: Context, channel: string): void {
  notify(ctx.db, channel, '').catch((err) => ctx.log.warn({ err }, 'notify'))
}
