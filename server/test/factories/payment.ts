import { eq } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import { amountDue } from '../../src/features/documents/document-totals.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { recordPayment } from '../../src/features/payments/record-payment.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** A transfer of EUR to a document, as if staff had recorded it. */
export async function payDocument(ctx: Context, documentId: string, amount: bigint) {
  return inTransaction(ctx, (tx) =>
    recordPayment(tx, systemEnv(ctx), {
      gateway: 'bank_transfer',
      reference: newId(),
      documentId,
      customerId: null,
      amount,
      currency: 'EUR',
    }),
  )
}

/** Pays what a document still asks for; its effects happen. */
export async function payInFull({ ctx }: { ctx: Context }, documentId: string) {
  const [document] = await ctx.db.select().from(documents).where(eq(documents.id, documentId))
  if (!document) throw new Error(`no document ${documentId}`)
  return payDocument(ctx, documentId, amountDue(document))
}
