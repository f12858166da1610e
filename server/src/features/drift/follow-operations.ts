import { and, eq, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
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

const fixing = (operationId: string | Placeholder) =>
  and(eq(drift.operationId, operationId), sql`${drift.state} in ('fixing', 'open')`)

/** What nobody had is a service's from here on: it is left over no more. */
const leftOver = (serverId: Placeholder, remoteId: Placeholder) =>
  and(
    eq(drift.serverId, serverId),
    eq(drift.remoteId, remoteId),
    sql`${drift.kind} in ('orphan_resource', 'duplicate_resource')`,
    sql`${drift.state} in ('open', 'ignored')`,
  )

/** The rows that a success settles: those it fixes, and what its resource was taken for. */
function concerned(tx: Tx, { id, serverId }: Operation, remoteId: string | null) {
  return serverId !== null && remoteId !== null
    ? fixedOrLeftOver(tx).execute({ id, serverId, remoteId })
    : fixedOnly(tx).execute({ id })
}

const fixedBy = (tx: Tx, { id }: Operation) => fixedOnly(tx).execute({ id })

const fixedOnly = preparedIn((db) =>
  rowsWhere(db, fixing(sql.placeholder('id'))).prepare('drift_fixed'),
)
const fixedOrLeftOver = preparedIn((db) =>
  rowsWhere(
    db,
    or(
      fixing(sql.placeholder('id')),
      leftOver(sql.placeholder('serverId'), sql.placeholder('remoteId')),
    ),
  ).prepare('drift_fixed_or_left_over'),
)

/** In the order of the locks. */
const rowsWhere = (db: Db | Tx, condition: SQL | undefined) =>
  db.select().from(drift).where(condition).orderBy(drift.id).for('update')

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
