import type { Context } from '../../../context.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { RECONCILIATIONS_CHANNEL } from '../channel.ts'
import { inLanes } from '../in-lanes.ts'
import { claimNext, keepSchedules } from './claim.ts'
import { carryOutRun } from './run.ts'

const EVERY_MS = 15_000

/**
 * Compares each server with the books when its time has come. A clock that travels does not stop for
 * it: comparing a year every quarter of an hour would find nothing that comparing at each other stop,
 * and at the end, does not.
 */
export function reconciliationsLoop(ctx: Context): DueLoop {
  const lanes = inLanes(ctx, {
    channel: RECONCILIATIONS_CHANNEL,
    claim: () => claimNext(ctx),
    carryOut: (claim, abort) => carryOutRun(ctx, claim, abort),
  })
  return {
    name: RECONCILIATIONS_CHANNEL,
    everyMs: EVERY_MS,
    async takeDue() {
      await keepSchedules(ctx)
      return lanes.takeDue()
    },
    async runDue(now) {
      await keepSchedules(ctx)
      return lanes.runDue(now)
    },
    stop: lanes.stop,
  }
}
