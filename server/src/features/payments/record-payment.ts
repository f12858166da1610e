import { and, eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { type PaymentOutcome, payDocument } from '../../domain/document-lifecycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { addCredit } from '../credits/add-credit.ts'
import { amountDue } from '../documents/document-totals.ts'
import { lockDocument } from '../documents/lock-document.ts'
import { addPaid } from '../documents/move-money.ts'
import { settleLocked } from '../documents/settle-document.ts'
import type { Document } from '../documents/settlement.ts'
import { record } from '../history/record.ts'
import { readEarlyChargebacks } from './early-chargebacks.ts'
import { lostTo } from './lost-to-chargeback.ts'
import { type PaymentProblem, payments } from './tables.ts'

export interface ReceivedPayment {
  gateway: string
  /** The gateway's own id of the payment; unique with `gateway`. */
  reference: string
  /** The document that the money names, if any. */
  documentId: string | null
  /** Used when there is no document. */
  customerId: string | null
  /** More than nothing, minor units. */
  amount: bigint
  currency: string
  /** What the customer was sent to pay with: paid from here on, whatever becomes of the money. */
  intentId?: string
  /** The reference of the chargeback whose money it is: see {@link lostTo}. */
  reinstates?: string
  /** When the money came, if that was not this moment. */
  receivedAt?: Instant
  note?: string
}

/** What became of the money. */
export type RecordedPayment = { paymentId: string } & (
  | Exclude<PaymentOutcome, { kind: 'unallocated' }>
  | { kind: 'unallocated'; because: PaymentProblem }
  /** It was on record before: nothing was done. */
  | { kind: 'duplicate' }
)

/**
 * Records authentic money, once per gateway and reference, however often and however parallel it
 * is told. Less than due is set against the document and nothing else happens; with what is due the
 * document settles; what is too much becomes customer credit; money that fits nowhere waits for
 * staff. Services, document, credit and numbers are locked in the house's order.
 */
export async function recordPayment(
  tx: Tx,
  env: Env,
  received: ReceivedPayment,
): Promise<RecordedPayment> {
  const document = received.documentId ? await lockDocument(tx, received.documentId) : null
  const lost = received.reinstates === undefined ? received.amount : await lostTo(tx, received)
  const outcome = judge(document, { ...received, amount: lost })
  const paymentId = await insertPayment(tx, env, { document, received, outcome })
  const isPaidNow = paymentId !== null && outcome.kind === 'paid'
  await closeIntents(tx, env, received.intentId, isPaidNow ? received.documentId : null)
  if (!paymentId) {
    const known = await findPayment(tx, received)
    if (!known) throw new Error('payment neither inserted nor found')
    return { kind: 'duplicate', paymentId: known }
  }
  const { gateway, reference } = received
  if (env.ctx.gateways.get(gateway)) await readEarlyChargebacks(tx, env, gateway)
  const cause = { kind: 'payment' as const, paymentId, gateway, reference }
  await applyOutcome(tx, { ...env, cause }, { document, received, outcome, paymentId })
  return { paymentId, ...outcome }
}

type Outcome =
  | Exclude<PaymentOutcome, { kind: 'unallocated' }>
  | { kind: 'unallocated'; because: PaymentProblem }

interface Judged {
  document: Document | null
  received: ReceivedPayment
  outcome: Outcome
}

function judge(document: Document | null, { amount, currency }: ReceivedPayment): Outcome {
  if (amount === 0n) return { kind: 'already_paid', surplus: 0n }
  if (!document) return { kind: 'unallocated', because: 'unknown_document' }
  const due = { amount: amountDue(document), currency: document.currency }
  return payDocument({ ...document, amountDue: due }, { amount, currency })
}

async function findPayment(tx: Tx, { gateway, reference }: ReceivedPayment) {
  const [row] = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.gateway, gateway), eq(payments.reference, reference)))
  return row?.id ?? null
}

const appliedOf = (outcome: Outcome) => ('applied' in outcome ? outcome.applied : 0n)
const surplusOf = (outcome: Outcome) => ('surplus' in outcome ? outcome.surplus : 0n)

async function insertPayment(tx: Tx, env: Env, { document, received, outcome }: Judged) {
  const { kind, id, name } = env.actor
  const [row] = await insertOnce(tx).execute({
    id: newId(),
    gateway: received.gateway,
    reference: received.reference,
    customerId: document?.customerId ?? received.customerId,
    documentId: document?.id ?? null,
    amount: received.amount,
    currency: received.currency,
    allocated: appliedOf(outcome),
    state: outcome.kind === 'unallocated' ? 'unallocated' : 'allocated',
    problem: outcome.kind === 'unallocated' ? outcome.because : null,
    receivedAt: received.receivedAt ?? env.now,
    recordedBy: { kind, id, name },
    note: received.note ?? '',
  } satisfies Omit<typeof payments.$inferInsert, 'kind'>)
  return row?.id ?? null
}

const insertOnce = preparedIn((db) =>
  db
    .insert(payments)
    .values({
      id: sql.placeholder('id'),
      kind: 'payment',
      gateway: sql.placeholder('gateway'),
      reference: sql.placeholder('reference'),
      customerId: sql.placeholder('customerId'),
      documentId: sql.placeholder('documentId'),
      amount: sql.placeholder('amount'),
      currency: sql.placeholder('currency'),
      allocated: sql.placeholder('allocated'),
      state: sql.placeholder('state'),
      problem: sql.placeholder('problem'),
      receivedAt: sql.placeholder('receivedAt'),
      recordedBy: sql.placeholder('recordedBy'),
      note: sql.placeholder('note'),
    })
    .onConflictDoNothing()
    .returning({ id: payments.id })
    .prepare('payment_once'),
)

async function applyOutcome(
  tx: Tx,
  env: Env,
  { document, received, outcome, paymentId }: Judged & { paymentId: string },
): Promise<void> {
  const customerId = document?.customerId ?? received.customerId
  const facts = {
    paymentId,
    documentId: document?.id ?? null,
    customerId,
    amount: received.amount.toString(),
    currency: received.currency,
  }
  const entry = {
    customerId,
    kind: 'payment.received',
    after: { ...facts, gateway: received.gateway, reference: received.reference, outcome },
    note: received.note || null,
  }
  await record(tx, env, [
    { subject: 'payment', subjectId: paymentId, ...entry },
    ...(document ? [{ subject: 'document', subjectId: document.id, ...entry }] : []),
  ])
  emit(tx, 'payment.received', [{ ...facts, outcome: outcome.kind }])
  if (outcome.kind === 'unallocated')
    emit(tx, 'payment.unallocated', [{ ...facts, because: outcome.because }])
  if (!document || outcome.kind === 'unallocated') return
  if (outcome.kind === 'already_paid' && outcome.surplus > 0n)
    emit(tx, 'payment.not_needed', [facts])
  const applied = appliedOf(outcome)
  const isPaid = outcome.kind === 'paid'
  // After a chargeback it is paid once more, and settled it is already.
  const isSettledNow = isPaid && document.paidAt === null
  if (applied > 0n && !isSettledNow) await addPaid(tx, document.id, applied)
  if (surplusOf(outcome) > 0n)
    await addCredit(tx, env, {
      customerId: document.customerId,
      currency: received.currency,
      amount: surplusOf(outcome),
      reason: 'surplus',
      documentId: document.id,
      paymentId,
    })
  if (isSettledNow) await settleLocked(tx, env, document, { paymentId, applied, isLast: true })
}

/** What was to be paid with is; and a paid document awaits no transfer any more. */
async function closeIntents(
  tx: Tx,
  { now }: Env,
  intentId: string | undefined,
  documentId: string | null,
): Promise<void> {
  if (intentId === undefined && documentId === null) return
  await keptStatement(
    tx,
    sql`
    update payment_intents set state = 'paid', settled_at = ${instantToSql(now)}::timestamptz
    where state <> 'paid' and id in (
      select ${intentId ?? null}::uuid
      union all select id from payment_intents
      where document_id = ${documentId}::uuid and gateway = 'bank_transfer' and state = 'open')`,
  )
}
