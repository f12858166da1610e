import { and, asc, inArray, lte, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { DRIFT_BATCHES_CHANNEL } from '../channel.ts'
import { driftBatches } from '../tables.ts'
import type { DriftBatch } from './create.ts'
import { finishPlanning, planChunk } from './plan.ts'
import { advance } from './run.ts'

const EVERY_MS = 2000

/** Plans and runs batches of fixes, a little of each at a time. */
export function driftBatchesLoop(ctx: Context): DueLoop {
  return {
    name: DRIFT_BATCHES_CHANNEL,
    everyMs: EVERY_MS,
    async runDue(now) {
      let moved = 0
      for (const batch of await dueBatches(ctx, now)) {
        moved += batch.state === 'planning' ? await plan(ctx, batch) : await advance(ctx, batch)
      }
      return moved
    },
    nextDue: async () => (await dueBatches(ctx, null))[0]?.dueAt ?? null,
  }
}

function dueBatches(ctx: Context, now: Instant | null): Promise<DriftBatch[]> {
  return ctx.db
    .select()
    .from(driftBatches)
    .where(
      and(
        inArray(driftBatches.state, ['planning', 'running']),
        now === null ? sql`due_at is not null` : lte(driftBatches.dueAt, now),
      ),
    )
    .orderBy(asc(driftBatches.dueAt), asc(driftBatches.id))
}

async function plan(ctx: Context, batch: DriftBatch): Promise<number> {
  const asked = await planChunk(ctx, batch)
  if (asked === 0) await finishPlanning(ctx, batch)
  return asked
}
