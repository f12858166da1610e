import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { say } from '../../platform/text.ts'
import { creditLines } from '../documents/credit-lines.ts'
import { documentLines, documents } from '../documents/tables.ts'
import { giveBack } from './give-back.ts'
import { loadPayments, refundable } from './payment-subject.ts'
import { payments } from './tables.ts'

/** Where the money of something paid and never delivered goes. */
export type UndeliveredMoney = 'credit' | 'refund'

/**
 * Gives back what was paid for a locked service that was never delivered: its lines are credited,
 * and the money becomes customer credit or goes back where it came from.
 */
export async function giveBackUndelivered(
  tx: Tx,
  env: Env,
  serviceId: string,
  to: UndeliveredMoney,
): Promise<void> {
  const lines = await tx
    .select({
      id: documentLines.id,
      documentId: documentLines.documentId,
      language: documents.language,
    })
    .from(documentLines)
    .innerJoin(documents, eq(documents.id, documentLines.documentId))
    .where(
      and(
        eq(documentLines.serviceId, serviceId),
        inArray(documentLines.kind, ['service_start', 'option', 'setup_fee']),
        eq(documents.kind, 'invoice'),
        isNotNull(documents.paidAt),
      ),
    )
    .orderBy(documentLines.documentId)
  for (const [documentId, own] of Map.groupBy(lines, (line) => line.documentId)) {
    await creditLines(tx, env, {
      documentId,
      lineIds: own.map((line) => line.id),
      reason: say('payment.undelivered', own[0]?.language ?? 'en'),
      takeBack: true,
      claim: to === 'refund' ? (excess) => refundOf(tx, env, { documentId, excess }) : undefined,
    })
  }
}

/** Refunds the document's payments in turn until the excess is covered; answers how much it was. */
async function refundOf(
  tx: Tx,
  env: Env,
  { documentId, excess }: { documentId: string; excess: bigint },
): Promise<bigint> {
  const rows = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.documentId, documentId), eq(payments.kind, 'payment')))
    .orderBy(payments.id)
  const ids = rows.map((row) => row.id)
  const subjects = await loadPayments(tx, ids)
  let claimed = 0n
  for (const id of ids) {
    const subject = subjects.get(id)
    const most = subject ? refundable(subject) : 0n
    const left = excess - claimed
    const amount = most < left ? most : left
    if (!subject || amount <= 0n) continue
    await giveBack(tx, env, { payment: subject.payment, amount, note: '' })
    claimed += amount
  }
  return claimed
}
