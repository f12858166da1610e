import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { Problem } from '../../platform/problem.ts'
import { withdrawTokens } from '../auth/one-time-tokens.ts'
import { closeAllSessions } from '../auth/sessions.ts'
import { record } from '../history/record.ts'
import { customerWordsChanged } from './add-user.ts'
import { customers, users } from './tables.ts'
import { lockCustomer } from './update-customer.ts'

/** A domain that never exists (RFC 2606). */
const NOWHERE = 'anonymised.invalid'

/**
 * Forgets who a customer is, for good. Documents stay as they were issued, since the law wants
 * them; everything else of the person goes, and nobody can log in any more. Refused while a
 * feature still needs to know the customer.
 */
export async function anonymiseCustomer(tx: Tx, env: Env, id: string): Promise<void> {
  const customer = await lockCustomer(tx, id)
  for (const guard of env.ctx.settlements.customers) {
    const code = await guard.whyNotAnonymise(tx, id)
    if (code) throw new Problem(code)
  }
  await tx
    .update(customers)
    .set({
      name: `#${customer.number}`,
      email: `${id}@${NOWHERE}`,
      phone: null,
      street: '',
      postalCode: '',
      city: '',
      vatNumber: null,
      notes: '',
      version: customer.version + 1,
      anonymisedAt: env.now,
    })
    .where(eq(customers.id, id))
  const own = await tx.select({ id: users.id }).from(users).where(eq(users.customerId, id))
  for (const user of own) await anonymiseUser(tx, env, user.id)
  await record(tx, env, [
    { subject: 'customer', subjectId: id, customerId: id, kind: 'customer.anonymised' },
  ])
  await customerWordsChanged(tx, id)
  emit(tx, 'customer.anonymised', [{ customerId: id }])
}

async function anonymiseUser(tx: Tx, env: Env, id: string): Promise<void> {
  await tx
    .update(users)
    .set({ name: '–', email: `${id}@${NOWHERE}`, passwordHash: null, disabledAt: env.now })
    .where(eq(users.id, id))
  await closeAllSessions(tx, { realm: 'customer', accountId: id })
  await withdrawTokens(tx, {
    realm: 'customer',
    accountId: id,
    purposes: ['invitation', 'password_reset', 'email_confirmation'],
  })
}
