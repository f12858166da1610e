import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Money } from '../../domain/money.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { takeCreditLeft } from '../credits/add-credit.ts'
import { linesOf } from '../documents/lock-document.ts'
import { addPaid } from '../documents/move-money.ts'
import { record } from '../history/record.ts'
import { services } from '../services/tables.ts'
import { closeMandate } from './auto-pay/switch-auto-pay.ts'
import { awaitPaymentsUnderWay } from './early-chargebacks.ts'
import {
  loadPayments,
  lockPayments,
  notReturned,
  type PaymentSubject,
  refundable,
} from './payment-subject.ts'
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

/** Where the money that a bank took back was by then. */
interface Loss {
  /** On its document, which is due again. */
  due: bigint
  /** Customer credit, or spent as such. */
  credit: bigint
  /** Waiting for staff to decide. */
  waiting: bigint
}

const NOTHING: Loss = { due: 0n, credit: 0n, waiting: 0n }

async function findOriginal(tx: Tx, gateway: string, reference: string) {
  const named = and(eq(payments.gateway, gateway), eq(payments.reference, reference))
  const find = () => tx.select({ id: payments.id }).from(payments).where(named)
  let [known] = await find()
  if (!known) {
    await awaitPaymentsUnderWay(tx)
    known = (await find())[0]
  }
  if (!known) return undefined
  await lockPayments(tx, [known.id])
  return (await loadPayments(tx, [known.id])).get(known.id)
}

function lossOf(subject: PaymentSubject, amount: Money): Loss {
  const { payment } = subject
  if (amount.currency !== payment.currency) return NOTHING
  const known = least(amount.amount, notReturned(subject))
  if (payment.state === 'unallocated') return { ...NOTHING, waiting: known }
  const due = least(known, refundable(subject))
  return { ...NOTHING, due, credit: known - due }
}

/**
 * Records that a bank took a payment back: a negative payment, after which the document is due
 * again. What had become customer credit is taken from there as far as it is still there, and staff
 * are told the rest. Auto-pay of its services goes off and staff are alerted; nothing ends by itself.
 */
export async function recordChargeback(
  tx: Tx,
  env: Env,
  { gateway, reference, paymentReference, amount }: Chargeback,
): Promise<ChargebackOutcome> {
  if (amount.amount <= 0n) return { kind: 'nothing_taken' }
  const subject = await findOriginal(tx, gateway, paymentReference)
  if (subject?.payment.kind !== 'payment') return { kind: 'unknown_payment' }
  const { payment: original, document } = subject
  const loss = lossOf(subject, amount)
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
      allocated: -loss.due,
      // Nothing that it could be set against: it took what waited for staff.
      state: loss.waiting > 0n ? 'resolved' : 'allocated',
      reversesId: original.id,
      receivedAt: env.now,
      recordedBy: { kind, id, name },
    })
    .onConflictDoNothing()
    .returning()
  if (!row) return { kind: 'duplicate' }
  if (document && loss.due > 0n) await addPaid(tx, document.id, -loss.due)
  if (loss.waiting > 0n && loss.waiting === notReturned(subject))
    await tx.update(payments).set({ state: 'resolved' }).where(eq(payments.id, original.id))
  if (document) await stopAutoPay(tx, env, document.id)
  const creditTaken = await takeCredit(tx, env, subject, { ...loss, chargebackId: row.id })
  const facts = {
    paymentId: row.id,
    reversesId: original.id,
    documentId: original.documentId,
    customerId: original.customerId,
    amount: amount.amount.toString(),
    currency: amount.currency,
    creditTaken: creditTaken.toString(),
    uncovered: (amount.amount - loss.due - loss.waiting - creditTaken).toString(),
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

async function takeCredit(
  tx: Tx,
  env: Env,
  { payment: { customerId, documentId, currency } }: PaymentSubject,
  { credit, chargebackId: paymentId }: Loss & { chargebackId: string },
): Promise<bigint> {
  if (credit <= 0n || customerId === null) return 0n
  const movement = { customerId, currency, amount: credit, documentId, paymentId }
  return takeCreditLeft(tx, env, { ...movement, reason: 'charged_back' })
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

const least = (one: bigint, other: bigint) => (one < other ? one : other)
