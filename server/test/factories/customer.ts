import type { Context, Env } from '../../src/context.ts'
import { hashPassword } from '../../src/features/auth/passwords.ts'
import { addUser } from '../../src/features/customers/add-user.ts'
import { createCustomer, type NewCustomer } from '../../src/features/customers/create-customer.ts'
import { SYSTEM } from '../../src/platform/actor.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import type { TestApp } from '../app.ts'

/** The program itself, for factories that write through the real functions. */
export function systemEnv(ctx: Context): Env {
  return { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' } }
}

/**
 * A consumer in France who pays in euros, unless told otherwise, with one confirmed user, who can
 * only log in with a password if one is given.
 */
export async function makeCustomer(
  app: { ctx: Context },
  { password, ...options }: Partial<NewCustomer> & { password?: string } = {},
) {
  const { ctx } = app
  const env = systemEnv(ctx)
  const passwordHash = password ? await hashPassword(password) : null
  return inTransaction(ctx, async (tx) => {
    const customer = await createCustomer(tx, env, {
      kind: 'consumer',
      name: 'Clara Client',
      email: `${newId()}@client.example`,
      country: 'FR',
      currency: 'EUR',
      language: 'en',
      street: '1 rue de la Paix',
      postalCode: '75002',
      city: 'Paris',
      ...options,
    })
    const user = await addUser(tx, env, {
      customerId: customer.id,
      name: customer.name,
      email: customer.email,
      language: customer.language,
      passwordHash,
      emailConfirmed: true,
    })
    return { customer, user }
  })
}

/** A fresh customer together with a client that is logged in as its user. */
export async function makeLoggedInCustomer(app: TestApp, options: Partial<NewCustomer> = {}) {
  const made = await makeCustomer(app, options)
  return { ...made, client: await app.as({ realm: 'customer', id: made.user.id }) }
}
