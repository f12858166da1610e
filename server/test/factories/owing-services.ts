import { sql } from 'drizzle-orm'
import { DAY } from '../../src/domain/instant.ts'
import { issueDocuments } from '../../src/features/documents/issue-documents.ts'
import { lockDocuments } from '../../src/features/documents/lock-document.ts'
import { lockServices } from '../../src/features/operations/lock-services.ts'
import { loadRenewable } from '../../src/features/renewals/facts.ts'
import { requestRenewals } from '../../src/features/renewals/request-renewal.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import type { TestApp } from '../app.ts'
import { makeCustomer, systemEnv } from './customer.ts'
import { payDocument } from './payment.ts'
import { makeService } from './service.ts'

/** How the renewals of one pair stand on documents. */
const PAIRS = [
  { shared: false, issued: false, paid: false },
  { shared: true, issued: false, paid: false },
  { shared: false, issued: false, paid: true },
  { shared: true, issued: false, paid: true },
  { shared: false, issued: true, paid: false },
  { shared: true, issued: true, paid: true },
]

/**
 * Pairs of active services named `Owing`, whose renewals wait to be paid: each on its own document
 * or both on one, open or numbered, some of it paid. Half of them have no server.
 */
export async function makeOwingServices(app: TestApp): Promise<void> {
  const { ctx } = app
  const { customer } = await makeCustomer(app, { name: 'Owing' })
  const expiresAt = ctx.clock.now() + 5 * DAY
  const shared = { customerId: customer.id, name: 'Owing', expiresAt, anchorDay: 15 }
  for (const pair of PAIRS) {
    const first = (await makeService(app, shared)).id
    const second = (await makeService(app, { ...shared, type: 'sandbox' })).id
    await ctx.db.execute(
      sql`update services set status = 'active' where id in (${first}, ${second})`,
    )
    const documentId = await askRenewal(app, first)
    const others = [await askRenewal(app, second, pair.shared ? documentId : undefined)]
    const ids = [...new Set([documentId, ...others])]
    if (pair.issued)
      await inTransaction(ctx, async (tx) =>
        issueDocuments(tx, systemEnv(ctx), await lockDocuments(tx, ids)),
      )
    if (pair.paid) for (const id of ids) await payDocument(ctx, id, 300n)
  }
}

function askRenewal({ ctx }: TestApp, id: string, documentId?: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    await lockServices(tx, [id])
    const subject = (await loadRenewable(tx, [id], ctx.clock.now())).get(id)
    if (!subject) throw new Error(`no service ${id}`)
    const [asked] = await requestRenewals(tx, systemEnv(ctx), [{ subject, wish: { documentId } }])
    if (!asked?.documentId) throw new Error('a renewal without a document')
    return asked.documentId
  })
}
