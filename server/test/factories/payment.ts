import { eq } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { recordPayment } from '../../src/features/payments/record-payment.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** Pays what a document asks for, as a bank transfer; its effects happen. */
export async function payDocument(app: { ctx: Context }, documentId: string) {
  const { ctx } = app
  const [document] = await ctx.db.select().from(documents).where(eq(documents.id, documentId))
  if (!document) throw new Error(`no document ${documentId}`)
  return inTransaction(ctx, (tx) =>
    recordPayment(tx, systemEnv(ctx), {
      gateway: 'transfer',
      reference: newId(),
      documentId,
      customerId: document.customerId,
      amount: document.gross - document.paid,
      currency: document.currency,
    }),
  )
}
