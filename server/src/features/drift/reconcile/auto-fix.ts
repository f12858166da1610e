import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { runActionIn } from '../../../platform/action.ts'
import { AUTOMATION } from '../../../platform/actor.ts'
import { Problem } from '../../../platform/problem.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { fixServer } from '../actions/fix-server.ts'
import { drift, reconciliations } from '../tables.ts'
import type { Run } from './claim.ts'

/**
 * Suspends again what runs though it is suspended, where the server's switch allows it, and nothing
 * else. Each stands in the history as the automation's doing; what its check refuses waits for staff.
 */
export async function fixRunning(ctx: Context, run: Run): Promise<void> {
  const rows = await ctx.db
    .select({ id: drift.id })
    .from(drift)
    .where(
      and(
        eq(drift.serverId, run.serverId),
        eq(drift.kind, 'running_though_suspended'),
        eq(drift.state, 'open'),
        eq(drift.lastRunId, run.id),
      ),
    )
    .orderBy(drift.id)
  let autoFixed = 0
  for (const { id } of rows) if (await fixOne(ctx, run, id)) autoFixed += 1
  if (autoFixed === 0) return
  await ctx.db.update(reconciliations).set({ autoFixed }).where(eq(reconciliations.id, run.id))
}

async function fixOne(ctx: Context, run: Run, id: string): Promise<boolean> {
  const cause = { kind: 'system' as const, step: 'drift.auto_fix', reconciliationId: run.id }
  const call = { id, input: { note: '' }, actor: AUTOMATION, cause, seen: {} }
  try {
    await inTransaction(ctx, (tx) => runActionIn(ctx, tx, fixServer, call))
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
