import type { Context } from '../../../context.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { DRIFT_CHANNEL } from '../channel.ts'
import type { Drift } from '../drift-subject.ts'
import { inLanes } from '../in-lanes.ts'
import { claimRemoval, nextRemovalAt } from './claim.ts'
import { recordRemoval } from './record-removal.ts'
import { removeResource } from './remove-resource.ts'

const EVERY_MS = 5000

/** Removes on the servers what staff said belongs to nobody. */
export function removalsLoop(ctx: Context): DueLoop {
  return {
    name: DRIFT_CHANNEL,
    everyMs: EVERY_MS,
    nextDue: () => nextRemovalAt(ctx),
    ...inLanes(ctx, {
      channel: DRIFT_CHANNEL,
      claim: () => claimRemoval(ctx),
      carryOut: (row, abort) => carryOut(ctx, row, abort),
    }),
  }
}

async function carryOut(ctx: Context, row: Drift, abort: AbortSignal): Promise<void> {
  try {
    await recordRemoval(ctx, row, await removeResource(ctx, row, abort))
  } catch (err) {
    // Its lease ends, and it is tried again.
    ctx.log.error({ err, driftId: row.id }, 'removal of a resource')
  }
}
