import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { amountDue } from '../documents/document-totals.ts'
import { lockDocument } from '../documents/lock-document.ts'
import { addPaid } from '../documents/move-money.ts'
import { settleDocument } from '../documents/settle-document.ts'
import { takeCredit } from './add-credit.ts'

export interface CreditPayment {
  documentId: string
  /** Minor units in the document's currency; absent: all that is due. */
  amount?: bigint
}

/**
 * Pays a document from its customer's credit, partly or in full; in full it settles. Throws the
 * problems `document_not_payable`, `credit_too_low`, and `invalid` for an amount that is nothing
 * or more than what is due.
 */
export async function payWithCredit(
  tx: Tx,
  env: Env,
  { documentId, amount }: CreditPayment,
): Promise<{ paid: bigint; remaining: bigint }> {
  const document = await lockDocument(tx, documentId)
  const due = document ? amountDue(document) : 0n
  if (!document || due === 0n) throw new Problem('document_not_payable')
  const paid = amount ?? due
  if (paid <= 0n) throw invalidField('/amount/amount', 'amount_not_positive')
  if (paid > due) throw invalidField('/amount/amount', 'more_than_due')
  const { customerId, currency } = document
  await takeCredit(tx, env, { customerId, currency, amount: paid, reason: 'payment', documentId })
  await addPaid(tx, documentId, paid)
  if (paid === due) await settleDocument(tx, env, documentId)
  return { paid, remaining: due - paid }
}
