import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { creditEntries } from '../credits/tables.ts'
import type { ReceivedPayment } from './record-payment.ts'
import { payments } from './tables.ts'

/**
 * How much of money that makes a chargeback good is the customer's: what the chargeback took off a
 * document, from the credit, or from what waited for staff. The rest it took from nobody but us. All
 * of it when the chargeback is not on record.
 */
export async function lostTo(
  tx: Tx,
  { gateway, reinstates, amount }: Pick<ReceivedPayment, 'gateway' | 'reinstates' | 'amount'>,
): Promise<bigint> {
  const [chargeback] = await tx
    .select({ id: payments.id, state: payments.state, allocated: payments.allocated })
    .from(payments)
    .where(
      and(
        eq(payments.gateway, gateway),
        eq(payments.reference, reinstates ?? ''),
        eq(payments.kind, 'chargeback'),
      ),
    )
  if (!chargeback || chargeback.state === 'resolved') return amount
  const [credit] = await tx
    .select({ taken: sql<string>`coalesce(sum(${creditEntries.amount}), 0)` })
    .from(creditEntries)
    .where(
      and(eq(creditEntries.paymentId, chargeback.id), eq(creditEntries.reason, 'charged_back')),
    )
  const lost = -chargeback.allocated - BigInt(credit?.taken ?? 0)
  return lost < amount ? lost : amount
}
