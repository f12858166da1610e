import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { lockDocuments } from '../documents/lock-document.ts'
import type { Document } from '../documents/settlement.ts'
import { documentLines, documents } from '../documents/tables.ts'
import { services } from '../services/tables.ts'
import { payments } from './tables.ts'

export type Payment = typeof payments.$inferSelect

/** A payment with its document and what was taken back of it so far. */
export interface PaymentSubject {
  payment: Payment
  document: Document | null
  /** Allocated money that refunds and chargebacks have taken back; not negative. */
  takenBack: bigint
  /** All that refunds and chargebacks in its currency have taken back; not negative. */
  returned: bigint
  /** The names of the services of its document whose renewals are paid automatically. */
  paidAutomatically: readonly string[]
}

/** What of a payment the bank or we have not taken back yet, wherever it is by now. */
export function notReturned({ payment, returned }: PaymentSubject): bigint {
  if (payment.kind !== 'payment' || returned >= payment.amount) return 0n
  return payment.amount - returned
}

/** What of a payment still stands against its document: the rest of it is customer credit by now. */
export function refundable({ payment, document, takenBack }: PaymentSubject): bigint {
  if (payment.kind !== 'payment' || payment.state !== 'allocated') return 0n
  const left = payment.allocated - takenBack
  const paid = document?.paid ?? left
  return paid < left ? paid : left
}

/** Reads payments with what their rules look at. */
export async function loadPayments(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, PaymentSubject>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(payments)
    .where(inArray(payments.id, [...ids]))
  const documentIds = rows.map((row) => row.documentId).filter((id) => id !== null)
  const documentRows =
    documentIds.length === 0
      ? []
      : await db.select().from(documents).where(inArray(documents.id, documentIds))
  const reversed = await db
    .select({
      id: payments.reversesId,
      currency: payments.currency,
      allocated: sql<string>`sum(${payments.allocated})`,
      amount: sql<string>`sum(${payments.amount})`,
    })
    .from(payments)
    .where(inArray(payments.reversesId, [...ids]))
    .groupBy(payments.reversesId, payments.currency)
  const paying = await paidAutomatically(db, documentIds)
  const byDocument = new Map(documentRows.map((row) => [row.id, row]))
  const reversedOf = ({ id, currency }: Payment) =>
    reversed.find((row) => row.id === id && row.currency === currency)
  return new Map(
    rows.map((payment) => [
      payment.id,
      {
        payment,
        document: byDocument.get(payment.documentId ?? '') ?? null,
        takenBack: -BigInt(reversedOf(payment)?.allocated ?? 0n),
        returned: -BigInt(reversedOf(payment)?.amount ?? 0n),
        paidAutomatically: (paying.get(payment.documentId ?? '') ?? []).map(({ name }) => name),
      },
    ]),
  )
}

async function paidAutomatically(db: Db | Tx, documentIds: readonly string[]) {
  if (documentIds.length === 0) return new Map<string, { name: string }[]>()
  const rows = await db
    .selectDistinct({ documentId: documentLines.documentId, id: services.id, name: services.name })
    .from(documentLines)
    .innerJoin(services, eq(services.id, documentLines.serviceId))
    .where(and(inArray(documentLines.documentId, [...documentIds]), eq(services.autoPay, true)))
    .orderBy(services.name)
  return Map.groupBy(rows, ({ documentId }) => documentId)
}

/** Locks payments after their documents and the services on these. */
export async function lockPayments(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = await tx
    .select({ documentId: payments.documentId })
    .from(payments)
    .where(inArray(payments.id, [...ids]))
  const documentIds = rows.map((row) => row.documentId).filter((id) => id !== null)
  await lockDocuments(tx, documentIds)
  await tx
    .select({ id: payments.id })
    .from(payments)
    .where(inArray(payments.id, [...ids]))
    .orderBy(payments.id)
    .for('no key update')
}

export const paymentSubject: SubjectKind<PaymentSubject> = {
  noun: 'payment',
  plural: 'payments',
  load: loadPayments,
  lock: lockPayments,
  customerOf: ({ payment }) => payment.customerId ?? '',
}
