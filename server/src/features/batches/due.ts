import { setTimeout as sleep } from 'node:timers/promises'
import { and, asc, inArray, lte, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DueLoop } from '../../platform/due.ts'
import type { Batch } from './batch-subject.ts'
import { countRows, finishPlanning } from './count-rows.ts'
import { BATCHES_CHANNEL } from './create-batch.ts'
import { planChunk } from './plan-batch.ts'
import { advance, hasTurn } from './run-batch.ts'
import { batches } from './tables.ts'

const EVERY_MS = 1000
/** The continuous worker lets several outcomes come in before it looks at what follows from them. */
const GATHER_MS = 40

/** Plans and runs batches: a little of each at a time, so that a long one holds up no other. */
export function batchesLoop(ctx: Context): DueLoop {
  async function runDue(now: Instant): Promise<number> {
    let moved = 0
    for (const batch of await dueBatches(ctx, now)) {
      moved += batch.state === 'planning' ? await plan(ctx, batch.id) : await advance(ctx, batch)
    }
    return moved
  }
  return {
    name: BATCHES_CHANNEL,
    everyMs: EVERY_MS,
    runDue,
    async takeDue(now) {
      await sleep(GATHER_MS)
      return runDue(now)
    },
    async nextDue() {
      for (const batch of await dueBatches(ctx, null)) {
        if (batch.dueAt === null) continue
        if (batch.state === 'planning' || (await hasTurn(ctx, batch.id))) return batch.dueAt
      }
      return null
    },
  }
}

function dueBatches(ctx: Context, now: Instant | null): Promise<Batch[]> {
  return ctx.db
    .select()
    .from(batches)
    .where(
      and(
        inArray(batches.state, ['planning', 'running']),
        now === null ? sql`due_at is not null` : lte(batches.dueAt, now),
      ),
    )
    .orderBy(asc(batches.dueAt), asc(batches.id))
}

async function plan(ctx: Context, batchId: string): Promise<number> {
  const asked = await planChunk(ctx, batchId)
  await countRows(ctx.db, batchId)
  if (asked === 0) await finishPlanning(ctx, batchId)
  return asked
}
