import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { withCause } from '../../platform/with-cause.ts'
import { amountDue } from './document-totals.ts'
import {
  type Credited,
  type CreditNote,
  draftCreditNotes,
  grossOf,
  uncreditedLines,
} from './draft-credit-note.ts'
import { issueDocuments } from './issue-documents.ts'
import { lineEvent, linesRefunded, linesWithdrawn } from './line-effects.ts'
import { lockDocument } from './lock-document.ts'
import { handOn } from './move-money.ts'
import { changeOf } from './open-documents.ts'
import { settleDocument } from './settle-document.ts'
import type { Document, DocumentLine, LinesOfDocument } from './settlement.ts'

export interface LinesToCredit {
  documentId: string
  /** Null: everything that is not credited yet. */
  lineIds: readonly string[] | null
  reason: string
  /** Take what a paid line bought back, or leave it with the customer? */
  takeBack: boolean
  /**
   * Takes money that the invoice does not need any more before the rest is handed on: a refund.
   * Answers how much it took.
   */
  claim?: (excess: bigint) => Promise<bigint>
}

/**
 * Corrects an issued invoice by a credit note over whole lines. Lines of a paid invoice are
 * refunded, lines of an unpaid one are withdrawn. Money that is too much then is handed on; if
 * what is left was paid already, it takes effect. Throws `document_not_issued` and
 * `nothing_to_credit`.
 */
export async function creditLines(
  tx: Tx,
  env: Env,
  { documentId, lineIds, reason, takeBack, claim }: LinesToCredit,
): Promise<{ creditNoteId: string; credited: bigint }> {
  const invoice = await lockDocument(tx, documentId)
  if (invoice?.kind !== 'invoice' || invoice.state !== 'issued')
    throw new Problem('document_not_issued')
  const left = await uncreditedLines(tx, documentId)
  const lines = lineIds === null ? left : left.filter((line) => lineIds.includes(line.id))
  if (lines.length === 0 || lines.length < (lineIds?.length ?? 0))
    throw new Problem('nothing_to_credit')
  const credits = [{ invoice, lines, left, reason, takeBack, claim }]
  const [note] = await creditInvoices(tx, env, credits)
  if (!note) throw new Error('credit note not written')
  return { creditNoteId: note.id, credited: grossOf(lines) }
}

/** Lines of a locked, issued invoice that are to be credited, of those that are not yet. */
export interface InvoiceCredit extends Credited, Pick<LinesToCredit, 'takeBack' | 'claim'> {
  left: readonly DocumentLine[]
}

/** `creditLines` for many locked invoices. Their credit notes are numbered together, last of all. */
export async function creditInvoices(
  tx: Tx,
  env: Env,
  credits: readonly InvoiceCredit[],
): Promise<CreditNote[]> {
  if (credits.length === 0) return []
  const notes = await draftCreditNotes(tx, env, credits)
  const isPaid = ({ invoice }: InvoiceCredit) => invoice.paidAt !== null
  await linesWithdrawn(tx, env, credits.filter((credit) => !isPaid(credit)).map(linesOf))
  for (const credit of credits.filter(isPaid)) await linesRefunded(tx, env, linesOf(credit))
  const settled: InvoiceCredit[] = []
  for (const credit of credits) {
    const { invoice, lines, left } = credit
    const after = { ...invoice, credited: invoice.credited + grossOf(lines) }
    await handExcessOn(tx, env, credit, after)
    const rest = lines.length < left.length
    if (rest && !isPaid(credit) && amountDue(after) === 0n) settled.push(credit)
  }
  emit(
    tx,
    'document.credited',
    credits.map(({ invoice: { id, customerId } }, index) => ({
      documentId: id,
      creditNoteId: notes[index]?.id,
      customerId,
    })),
  )
  await tellChanged(tx, [...credits.map(({ invoice }) => invoice), ...notes].map(changeOf))
  for (const { invoice, cause } of settled)
    await settleDocument(tx, withCause(env, cause), invoice.id)
  await issueDocuments(tx, env, notes)
  return notes
}

function linesOf({ invoice, lines, takeBack, cause }: InvoiceCredit): LinesOfDocument {
  return { lines: [...lines], event: lineEvent(invoice, { takeBack }), cause }
}

async function handExcessOn(
  tx: Tx,
  env: Env,
  { claim, cause }: InvoiceCredit,
  after: Document,
): Promise<void> {
  const excess = after.paid + after.credited - after.gross
  const claimed = claim && excess > 0n ? await claim(excess) : 0n
  await handOn(tx, withCause(env, cause), after, { amount: excess - claimed, because: 'credited' })
}
