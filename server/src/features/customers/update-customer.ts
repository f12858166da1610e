import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { invalidField, notFound, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { customerWordsChanged } from './add-user.ts'
import { assertCustomer, normaliseVatNumber } from './check-customer.ts'
import { type Customer, explainEmail } from './create-customer.ts'
import { customers } from './tables.ts'

const FIELDS = [
  'kind',
  'name',
  'email',
  'phone',
  'street',
  'postalCode',
  'city',
  'country',
  'vatNumber',
  'currency',
  'language',
  'notes',
  'policy',
  'creditPaysRenewals',
] as const
type Field = (typeof FIELDS)[number]

export type CustomerChange = Partial<Pick<Customer, Field>> & {
  /** Refused as stale when it is not the stored one. */
  version?: number
}

/**
 * Changes a customer. 409 `stale_form`; 422 names the fields, `/email` when the address belongs to
 * another customer. Who is searched by name is told of it (`customer.renamed`), and whose delays
 * change (`customer.policy_changed`).
 */
export async function updateCustomer(
  tx: Tx,
  env: Env,
  id: string,
  { version, ...change }: CustomerChange,
): Promise<Customer> {
  const before = await lockCustomer(tx, id)
  if (version !== undefined && version !== before.version) throw new Problem('stale_form')
  const after: Customer = { ...before, ...change }
  after.email = after.email.trim().toLowerCase()
  after.vatNumber = normaliseVatNumber(after.vatNumber)
  await assertCustomer(tx, after, before.currency)
  const changed = FIELDS.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  if (changed.length === 0) return before
  if (changed.includes('currency')) await assertCurrencyFree(tx, env, id)
  const [row] = await tx
    .update(customers)
    .set({ ...pick(after, changed), version: before.version + 1 })
    .where(eq(customers.id, id))
    .returning()
    .catch(explainEmail)
  if (!row) throw notFound()
  await record(tx, env, [
    {
      subject: 'customer',
      subjectId: id,
      customerId: id,
      kind: 'customer.updated',
      before: pick(before, changed),
      after: pick(after, changed),
    },
  ])
  if (changed.includes('name') || changed.includes('email')) await customerWordsChanged(tx, id)
  else await tellChanged(tx, [{ subject: 'customer', id, customerId: id }])
  if (changed.includes('policy')) emit(tx, 'customer.policy_changed', [{ customerId: id }])
  return row
}

/** The customer, locked first of all rows; 404 when there is none, 409 when it is anonymised. */
export async function lockCustomer(tx: Tx, id: string): Promise<Customer> {
  const [row] = await tx.select().from(customers).where(eq(customers.id, id)).for('update')
  if (!row) throw notFound()
  if (row.anonymisedAt !== null) throw new Problem('customer_anonymised')
  return row
}

async function assertCurrencyFree(tx: Tx, env: Env, id: string): Promise<void> {
  for (const guard of env.ctx.settlements.customers) {
    if (await guard.keepsCurrency(tx, id)) throw invalidField('/currency', 'currency_in_use')
  }
}

function pick(row: Customer, names: readonly Field[]): Partial<Customer> {
  return Object.fromEntries(names.map((name) => [name, row[name]]))
}
