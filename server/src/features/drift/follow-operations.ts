import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import type {
  Operation,
  OperationSettlement,
  OperationSettlements,
} from '../operations/settlement.ts'
import { AT_REST, moveDrift } from './move-row.ts'
import { raiseLeftBehind } from './raise-known.ts'
import { drift } from './tables.ts'

/**
 * The same settlements, and the row that an operation fixes hears of its outcome in the same
 * transaction; a removal that failed after its service was ended by force leaves a row.
 */
export function heardByDrift(settlements: OperationSettlements): OperationSettlements {
  const heard = Object.entries(settlements).map(([kind, own]) => [kind, heardBy(own)] as const)
  return Object.fromEntries(heard) as OperationSettlements
}

function heardBy(own: OperationSettlement): OperationSettlement {
  return {
    ...own,
    async succeeded(tx, env, operation, report) {
      await own.succeeded(tx, env, operation, report)
      for (const row of await fixedBy(tx, operation)) {
        const set = { ...AT_REST, state: 'fixed' as const, settledAt: env.now, ignoredUntil: null }
        await moveDrift(tx, env, row, { set, kind: 'drift.fixed', after: { fix: row.fix } })
      }
      if (report.resource) await noLongerLeftOver(tx, env, operation, report.resource.remoteId)
    },
    async failed(tx, env, operation, waitsForStaff) {
      await own.failed(tx, env, operation, waitsForStaff)
      if (!waitsForStaff && operation.state !== 'abandoned') return
      for (const row of await fixedBy(tx, operation)) await fixFailed(tx, env, row, operation)
      if (operation.kind === 'terminate') await raiseLeftBehind(tx, env, operation)
    },
  }
}

/** What nobody had is a service's from here on: it is left over no more. */
async function noLongerLeftOver(
  tx: Tx,
  env: Env,
  { serverId }: Operation,
  remoteId: string,
): Promise<void> {
  if (serverId === null) return
  const rows = await kept(
    tx
      .select()
      .from(drift)
      .where(
        and(
          eq(drift.serverId, serverId),
          eq(drift.remoteId, remoteId),
          inArray(drift.kind, ['orphan_resource', 'duplicate_resource']),
          inArray(drift.state, ['open', 'ignored']),
        ),
      )
      .orderBy(drift.id)
      .for('update'),
  )
  for (const row of rows) {
    const set = { ...AT_REST, state: 'gone' as const, settledAt: env.now, ignoredUntil: null }
    await moveDrift(tx, env, row, { set, kind: 'drift.settled' })
  }
}

function fixedBy(tx: Tx, { id }: Operation) {
  return kept(
    tx
      .select()
      .from(drift)
      .where(and(eq(drift.operationId, id), inArray(drift.state, ['fixing', 'open'])))
      .orderBy(drift.id)
      .for('update'),
  )
}

async function fixFailed(
  tx: Tx,
  env: Env,
  row: typeof drift.$inferSelect,
  { errorCode, errorMessage, state }: Operation,
): Promise<void> {
  const why = { errorCode: errorCode ?? state, errorMessage }
  await moveDrift(tx, env, row, {
    set: { state: 'open', ...why },
    kind: 'drift.fix_failed',
    after: { fix: row.fix, ...why },
  })
}
