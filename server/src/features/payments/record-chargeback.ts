import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Money } from '../../domain/money.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { linesOf, lockDocument } from '../documents/lock-document.ts'
import { addPaid } from '../documents/move-money.ts'
import { record } from '../history/record.ts'
import { services } from '../services/tables.ts'
import { closeMandate } from './auto-pay/switch-auto-pay.ts'
import { awaitPaymentsUnderWay } from './early-chargebacks.ts'
import { payments } from './tables.ts'

export interface Chargeback {
  gateway: string
  /** The gateway's own id of the chargeback; unique with `gateway`. */
  reference: string
  paymentReference: string
  /** What was taken back. In another currency than the payment's it is told, and taken off nothing. */
  amount: Money
}

export type ChargebackOutcome =
  | { kind: 'recorded'; paymentId: string }
  | { kind: 'duplicate' }
  /** The payment that it names is not on record; when it comes within a day the notice is read again. */
  | { kind: 'unknown_payment' }
  /** It says that nothing was taken. */
  | { kind: 'nothing_taken' }

async function findOriginal(tx: Tx, gateway: string, reference: string) {
  const named = and(eq(payments.gateway, gateway), eq(payments.reference, reference))
  const [known] = await tx.select().from(payments).where(named)
  if (known) return known
  await awaitPaymentsUnderWay(tx)
  const [recorded] = await tx.select().from(payments).where(named)
  return recorded
}

/**
 * Records that a bank took a payment back: a negative payment, after which the document is due
 * again. Auto-pay of its services goes off and staff are alerted; nothing ends by itself.
 */
export async function recordChargeback(
  tx: Tx,
  env: Env,
  { gateway, reference, paymentReference, amount }: Chargeback,
): Promise<ChargebackOutcome> {
  if (amount.amount <= 0n) return { kind: 'nothing_taken' }
  const original = await findOriginal(tx, gateway, paymentReference)
  if (original?.kind !== 'payment') return { kind: 'unknown_payment' }
  const document = original.documentId ? await lockDocument(tx, original.documentId) : null
  const isSame = amount.currency === original.currency
  const due = document && isSame ? least(amount.amount, original.allocated, document.paid) : 0n
  const { kind, id, name } = env.actor
  const [row] = await tx
    .insert(payments)
    .values({
      id: newId(),
      kind: 'chargeback',
      gateway,
      reference,
      customerId: original.customerId,
      documentId: original.documentId,
      amount: -amount.amount,
      currency: amount.currency,
      allocated: -due,
      state: 'allocated',
      reversesId: original.id,
      receivedAt: env.now,
      recordedBy: { kind, id, name },
    })
    .onConflictDoNothing()
    .returning()
  if (!row) return { kind: 'duplicate' }
  if (document && due > 0n) await addPaid(tx, document.id, -due)
  if (document) await stopAutoPay(tx, env, document.id)
  const facts = {
    paymentId: row.id,
    reversesId: original.id,
    documentId: original.documentId,
    customerId: original.customerId,
    amount: amount.amount.toString(),
    currency: amount.currency,
  }
  await record(tx, env, [
    {
      subject: 'payment',
      subjectId: original.id,
      customerId: original.customerId,
      kind: 'payment.charged_back',
      after: facts,
    },
  ])
  emit(tx, 'payment.charged_back', [facts])
  return { kind: 'recorded', paymentId: row.id }
}

/** The services are locked with the document. */
async function stopAutoPay(tx: Tx, env: Env, documentId: string): Promise<void> {
  const ids = (await linesOf(tx, documentId)).map((line) => line.serviceId)
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return
  const paying = await tx
    .select()
    .from(services)
    .where(and(inArray(services.id, known), eq(services.autoPay, true)))
  for (const service of paying) {
    await closeMandate(tx, env, service, 'charged_back')
  }
}

function least(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((low, one) => (one < low ? one : low), first)
}
