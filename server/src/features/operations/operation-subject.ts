import { getTableColumns, inArray, sql } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import { lockServices } from './lock-services.ts'
import type { Operation } from './settlement.ts'
import { operations } from './tables.ts'

/** An operation with whose service it is about. */
export interface OperationSubject {
  operation: Operation
  customerId: string
}

/** Staff act on operations. The lock takes the services first, in the house's order. */
export const operationSubject: SubjectKind<OperationSubject> = {
  noun: 'operation',
  plural: 'operations',
  async load(db, ids) {
    if (ids.length === 0) return new Map()
    const customerId = sql<string>`(select s.customer_id from services s
      where s.id = ${operations.serviceId})`
    const rows = await db
      .select({ operation: getTableColumns(operations), customerId })
      .from(operations)
      .where(inArray(operations.id, [...ids]))
    return new Map(rows.map((row) => [row.operation.id, row]))
  },
  async lock(tx, ids) {
    if (ids.length === 0) return
    const asked = await tx
      .selectDistinct({ id: operations.serviceId })
      .from(operations)
      .where(inArray(operations.id, [...ids]))
    await lockServices(
      tx,
      asked.map(({ id }) => id),
    )
    await tx
      .select({ id: operations.id })
      .from(operations)
      .where(inArray(operations.id, [...ids]))
      .orderBy(operations.id)
      .for('update')
  },
  customerOf: (subject) => subject.customerId,
}
