import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { assertCustomer, normaliseVatNumber } from './check-customer.ts'
import { refreshCustomerSearch } from './search-text.ts'
import { customers } from './tables.ts'

export type Customer = typeof customers.$inferSelect

/** What a new customer is told by; the rest has its meaning by default. */
export type NewCustomer = Pick<
  Customer,
  'kind' | 'name' | 'email' | 'country' | 'currency' | 'language'
> &
  Partial<Pick<Customer, 'phone' | 'street' | 'postalCode' | 'city' | 'vatNumber' | 'notes'>>

/** Makes a customer, without users. 422 names the fields that are wrong; an e-mail used twice too. */
export async function createCustomer(tx: Tx, env: Env, wanted: NewCustomer): Promise<Customer> {
  const vatNumber = normaliseVatNumber(wanted.vatNumber)
  await assertCustomer(tx, { ...wanted, vatNumber })
  const values = { ...wanted, vatNumber, email: wanted.email.trim().toLowerCase() }
  const [row] = await tx
    .insert(customers)
    .values({ id: newId(), ...values, createdAt: env.now })
    .returning()
    .catch(explainEmail)
  if (!row) throw new Error('customer not inserted')
  await refreshCustomerSearch(tx, row.id)
  const { notes: _notes, ...after } = values
  await record(tx, env, [
    {
      subject: 'customer',
      subjectId: row.id,
      customerId: row.id,
      kind: 'customer.created',
      after,
    },
  ])
  await tellChanged(tx, [{ subject: 'customer', id: row.id, customerId: row.id }])
  return row
}

const EMAIL_CONSTRAINTS = ['customers_email_unique', 'users_email_unique']

/** Turns a broken uniqueness into the field's error; everything else is passed on. */
export function explainEmail(error: unknown): never {
  if (EMAIL_CONSTRAINTS.includes(violatedConstraint(error) ?? ''))
    throw invalidField('/email', 'email_taken')
  throw error
}
