import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { OPERATIONS_CHANNEL } from '../request.ts'
import { operations } from '../tables.ts'
import { carryOut } from './carry-out.ts'
import { anythingDue, type Claim, claimDue, nextDueAt } from './claim.ts'
import { watchRunning } from './watch.ts'
import { workerSession } from './worker-session.ts'

/** How long a stopping worker waits for its calls; then it leaves them to be asked about. */
const DRAIN_MS = 8_000
const POLL_MS = 1000
const QUIET_POLL_MS = 20

interface Running {
  abort: AbortController
  done: Promise<void>
}

/** One server's calls leave a quarter of a worker to the others, however many hang. */
function shareOf({ config: { workerConcurrency: all } }: Context): number {
  return Math.max(1, all - Math.ceil(all / 4))
}

/** Claims and carries out what is due, as many at once as the configuration allows. */
export function operationsLoop(ctx: Context): DueLoop {
  const session = workerSession(ctx)
  const running = new Map<string, Running>()

  function start(claim: Claim): void {
    const { id } = claim.operation
    const abort = new AbortController()
    const done = carryOut(ctx, claim, abort).finally(() => running.delete(id))
    running.set(id, { abort, done })
  }

  /** Hands requests to give up on to the calls of this process. */
  async function watch(): Promise<void> {
    const own = { workerId: session.id(), ids: [...running.keys()] }
    for (const id of await watchRunning(ctx, own))
      running.get(id)?.abort.abort(new Error('Asked to give up'))
  }

  async function takeDue(): Promise<number> {
    if (running.size > 0) await session.hold()
    await watch()
    const free = ctx.config.workerConcurrency - running.size
    if (free <= 0) return 0
    // One that never had anything to do takes no lock.
    if (session.id() === null && !(await anythingDue(ctx))) return 0
    const workerId = await session.hold()
    const claims = await claimDue(ctx, { workerId, limit: free, share: shareOf(ctx) })
    for (const claim of claims) start(claim)
    return claims.length
  }

  const settled = () => Promise.all([...running.values()].map(({ done }) => done))

  /** Quiet means that no other worker has one in its hands either. */
  async function othersSettled(): Promise<number> {
    let seen = 0
    while ((await countRunning(ctx)) > 0) {
      seen = 1
      await sleep(QUIET_POLL_MS)
      await watch()
    }
    return seen
  }

  return {
    name: 'operations',
    channel: OPERATIONS_CHANNEL,
    everyMs: POLL_MS,
    takeDue,
    async runDue() {
      const taken = await takeDue()
      await settled()
      return taken + (await othersSettled())
    },
    nextDue: async () => ((await countRunning(ctx)) > 0 ? ctx.clock.now() : nextDueAt(ctx)),
    async stop() {
      await Promise.race([settled(), sleep(DRAIN_MS, undefined, { ref: false })])
      await session.close()
    },
  }
}

async function countRunning(ctx: Context): Promise<number> {
  return ctx.db.$count(operations, eq(operations.state, 'running'))
}
