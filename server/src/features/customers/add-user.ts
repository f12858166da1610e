import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { tellChanged } from '../../platform/stream.ts'
import type { Language } from '../../platform/text.ts'
import { record } from '../history/record.ts'
import { explainEmail } from './create-customer.ts'
import { refreshCustomerSearch } from './search-text.ts'
import { users } from './tables.ts'

export type User = typeof users.$inferSelect

export interface NewUser {
  customerId: string
  name: string
  email: string
  language: Language
  /** argon2id; null for somebody who is invited. */
  passwordHash: string | null
  /** True when the address was proven already. */
  emailConfirmed?: boolean
}

/**
 * Adds somebody who logs in for the customer. 422 on `/email` when the address has an account.
 * The invitation or confirmation mail is the caller's.
 */
export async function addUser(tx: Tx, env: Env, wanted: NewUser): Promise<User> {
  const { emailConfirmed, ...values } = wanted
  const [row] = await tx
    .insert(users)
    .values({
      id: newId(),
      ...values,
      email: wanted.email.trim().toLowerCase(),
      emailConfirmedAt: emailConfirmed ? env.now : null,
      createdAt: env.now,
    })
    .returning()
    .catch(explainEmail)
  if (!row) throw new Error('user not inserted')
  await customerWordsChanged(tx, row.customerId)
  await record(tx, env, [
    {
      subject: 'user',
      subjectId: row.id,
      customerId: row.customerId,
      kind: 'user.created',
      after: { name: row.name, email: row.email },
    },
  ])
  return row
}

/**
 * To be called when a name or address by which people search changed: keeps the customer's own
 * search text and lets the features above renew theirs by the event `customer.renamed`.
 */
export async function customerWordsChanged(tx: Tx, customerId: string): Promise<void> {
  await refreshCustomerSearch(tx, customerId)
  emit(tx, 'customer.renamed', [{ customerId }])
  await tellChanged(tx, [{ subject: 'customer', id: customerId, customerId }])
}
