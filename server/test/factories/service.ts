import { inArray } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import { createServices, type NewService } from '../../src/features/services/create.ts'
import { loadServices } from '../../src/features/services/subject.ts'
import { services } from '../../src/features/services/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { makeCustomer, systemEnv } from './customer.ts'

/** A service of type `none`, monthly at 10.00 EUR, pending unless told otherwise. */
export async function makeService(app: { ctx: Context }, options: Partial<NewService> = {}) {
  const { ctx } = app
  const customerId = options.customerId ?? (await makeCustomer(app)).customer.id
  const [service] = await inTransaction(ctx, (tx) =>
    createServices(tx, systemEnv(ctx), [
      {
        customerId,
        productId: null,
        type: 'none',
        name: 'Test service',
        cycle: 'monthly',
        currency: 'EUR',
        price: 1000n,
        initialPrice: 1000n,
        ...options,
      },
    ]),
  )
  if (!service) throw new Error('service not made')
  return service
}

/** The service as it stands in the database. */
export async function readService(app: { ctx: Context }, id: string) {
  const [row] = await app.ctx.db
    .select()
    .from(services)
    .where(inArray(services.id, [id]))
  if (!row) throw new Error(`no service ${id}`)
  return row
}

/** The service with everything its guards look at. */
export async function readSubject(app: { ctx: Context }, id: string) {
  const subject = (await loadServices(app.ctx.db, [id], app.ctx.clock.now())).get(id)
  if (!subject) throw new Error(`no service ${id}`)
  return subject
}
