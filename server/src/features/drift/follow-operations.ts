import { and, eq, inArray, or, type SQL } from 'drizzle-orm'
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
      for (const row of await concerned(tx, operation, report.resource?.remoteId ?? null)) {
        const done = { ...AT_REST, settledAt: env.now, ignoredUntil: null }
        if (isFixedBy(row, operation)) {
          const set = { ...done, state: 'fixed' as const }
          await moveDrift(tx, env, row, { set, kind: 'drift.fixed', after: { fix: row.fix } })
        } else {
          const set = { ...done, state: 'gone' as const }
          await moveDrift(tx, env, row, { set, kind: 'drift.settled' })
        }
      }
    },
    async failed(tx, env, operation, waitsForStaff) {
      await own.failed(tx, env, operation, waitsForStaff)
      if (!waitsForStaff && operation.state !== 'abandoned') return
      for (const row of await fixedBy(tx, operation)) await fixFailed(tx, env, row, operation)
      if (operation.kind === 'terminate') await raiseLeftBehind(tx, env, operation)
    },
  }
}

type DriftRow = typeof drift.$inferSelect

const isFixedBy = (row: DriftRow, { id }: Operation) =>
  row.operationId === id && (row.state === 'fixing' || row.state === 'open')

const fixing = ({ id }: Operation) =>
  and(eq(drift.operationId, id), inArray(drift.state, ['fixing', 'open']))

/** What nobody had is a service's from here on: it is left over no more. */
const leftOver = (serverId: string, remoteId: string) =>
  and(
    eq(drift.serverId, serverId),
    eq(drift.remoteId, remoteId),
    inArray(drift.kind, ['orphan_resource', 'duplicate_resource']),
    inArray(drift.state, ['open', 'ignored']),
  )

/** The rows that a success settles: those it fixes, and what its resource was taken for. */
function concerned(tx: Tx, operation: Operation, remoteId: string | null) {
  const { serverId } = operation
  const isLeftOver = serverId !== null && remoteId !== null && leftOver(serverId, remoteId)
  return rowsWhere(tx, isLeftOver ? or(fixing(operation), isLeftOver) : fixing(operation))
}

const fixedBy = (tx: Tx, operation: Operation) => rowsWhere(tx, fixing(operation))

function rowsWhere(tx: Tx, condition: SQL | undefined) {
  return kept(tx.select().from(drift).where(condition).orderBy(drift.id).for('update'))
}

async function fixFailed(
  tx: Tx,
  env: Env,
  row: DriftRow,
  { errorCode, errorMessage, state }: Operation,
): Promise<void> {
  const why = { errorCode: errorCode ?? state, errorMessage }
  await moveDrift(tx, env, row, {
    set: { state: 'open', ...why },
    kind: 'drift.fix_failed',
    after: { fix: row.fix, ...why },
  })
}
