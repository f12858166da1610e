import { inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { Customer } from './create-customer.ts'
import { lockCustomers } from './lock-customers.ts'
import { customers } from './tables.ts'

/** A customer, for the actions on one. */
export const customerSubject: SubjectKind<Customer> = {
  noun: 'customer',
  plural: 'customers',
  async load(db, ids) {
    if (ids.length === 0) return new Map()
    const rows = await db
      .select()
      .from(customers)
      .where(inArray(customers.id, [...ids]))
    return new Map(rows.map((row) => [row.id, row]))
  },
  lock: lockCustomers,
  customerOf: ({ id }) => id,
}
