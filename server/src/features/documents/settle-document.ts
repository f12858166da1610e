import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { lastOfAll } from '../../platform/last-of-all.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { tellChanged } from '../../platform/stream.ts'
import { say } from '../../platform/text.ts'
import { record } from '../history/record.ts'
import { amountDue } from './document-totals.ts'
import { draftCreditNote, grossOf, uncreditedLines } from './draft-credit-note.ts'
import { issueDocuments, issueLast } from './issue-documents.ts'
import { lineEvent, linesPaid } from './line-effects.ts'
import { lockDocument } from './lock-document.ts'
import { handOn } from './move-money.ts'
import { changeOf } from './open-documents.ts'
import type { Document } from './settlement.ts'
import { documents } from './tables.ts'
import { reasonTexts } from './texts.ts'

/**
 * What follows when the amount due of a document is 0: its lines take effect, it is issued if it
 * was open, and the customer is told. A second call does nothing. Lines that cannot be honoured
 * are credited at once and their money is handed on. The number counters are locked at the end.
 */
export async function settleDocument(
  tx: Tx,
  env: Env,
  documentId: string,
  { paymentId }: { paymentId?: string } = {},
): Promise<void> {
  const document = await lockDocument(tx, documentId)
  if (!document) throw new Error(`no document ${documentId}`)
  await settleLocked(tx, env, document, { paymentId })
}

interface Settling {
  paymentId?: string
  /** Money that is still to be set against it, what is due in all. */
  applied?: bigint
  /** The transaction does nothing more with the number. */
  isLast?: boolean
}

/**
 * The same for a document that the caller has locked with its services, as it is at this moment.
 * `isLast`: nothing in the transaction asks for the number, so that it is taken just before the
 * commit; whoever pays next waits for that moment only.
 */
export async function settleLocked(
  tx: Tx,
  env: Env,
  document: Document,
  { paymentId, applied = 0n, isLast = false }: Settling = {},
): Promise<void> {
  const { id: documentId } = document
  if (document.paidAt !== null) return
  if (document.kind !== 'invoice' || document.state === 'void' || amountDue(document) > applied)
    throw new Error(`document ${documentId} is not paid`)
  await markPaid(tx, env, document, applied)
  const lines = await uncreditedLines(tx, documentId)
  const event = lineEvent(document, { paymentId })
  const failed = new Set(await linesPaid(tx, env, { lines, event }))
  const unhonoured = lines.filter((line) => failed.has(line.id))
  await handOn(tx, env, document, { amount: grossOf(unhonoured), because: 'ended_service' })
  emit(tx, 'document.paid', [
    { documentId, customerId: document.customerId, orderId: document.orderId, paymentId },
  ])
  if (document.state === 'open')
    await (isLast && failed.size === 0
      ? lastOfAll(tx, (at) => issueLast(at, env, document))
      : issueDocuments(tx, env, [document]))
  if (unhonoured.length === 0) return
  const reason = say(reasonTexts['document.reason.ended_service'], document.language)
  const note = await draftCreditNote(tx, env, { invoice: document, lines: unhonoured, reason })
  await issueDocuments(tx, env, [note])
  emit(tx, 'document.not_honoured', [
    {
      documentId,
      creditNoteId: note.id,
      customerId: document.customerId,
      serviceIds: unhonoured.map((line) => line.serviceId),
      amount: grossOf(unhonoured).toString(),
      currency: document.currency,
    },
  ])
}

const setPaid = preparedIn((db) =>
  db
    .update(documents)
    .set({
      paid: sql`${documents.paid} + ${sql.placeholder('applied')}::bigint`,
      paidAt: sql`${sql.param(sql.placeholder('at'), documents.paidAt)}`,
      version: sql`${documents.version} + 1`,
    })
    .where(eq(documents.id, sql.placeholder('id')))
    .returning({ id: documents.id })
    .prepare('document_paid'),
)

async function markPaid(tx: Tx, env: Env, document: Document, applied: bigint): Promise<void> {
  const { id } = document
  const [paid] = await setPaid(tx).execute({ id, applied: applied.toString(), at: env.now })
  if (!paid) throw new Error(`no document ${document.id}`)
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: document.id,
      customerId: document.customerId,
      kind: 'document.paid',
      after: { gross: document.gross, currency: document.currency },
    },
  ])
  await tellChanged(tx, [changeOf(document)])
}
