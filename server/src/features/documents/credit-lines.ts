import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { amountDue } from './document-totals.ts'
import { draftCreditNote, grossOf, uncreditedLines } from './draft-credit-note.ts'
import { issueDocuments } from './issue-documents.ts'
import { lineEvent, runEffects } from './line-effects.ts'
import { lockDocument } from './lock-document.ts'
import { handOn } from './move-money.ts'
import { changeOf } from './open-documents.ts'
import { settleDocument } from './settle-document.ts'

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
  const note = await draftCreditNote(tx, env, { invoice, lines, reason })
  const credited = grossOf(lines)
  const effect = invoice.paidAt === null ? 'withdrawn' : 'refunded'
  await runEffects(tx, env, effect, { lines, event: lineEvent(invoice, { takeBack }) })
  const after = { ...invoice, credited: invoice.credited + credited }
  const excess = after.paid + after.credited - after.gross
  const claimed = claim && excess > 0n ? await claim(excess) : 0n
  await handOn(tx, env, after, { amount: excess - claimed, because: 'credited' })
  emit(tx, 'document.credited', [
    { documentId, creditNoteId: note.id, customerId: invoice.customerId },
  ])
  await tellChanged(tx, [changeOf(invoice), changeOf(note)])
  const rest = lines.length < left.length
  if (rest && invoice.paidAt === null && amountDue(after) === 0n)
    await settleDocument(tx, env, documentId)
  await issueDocuments(tx, env, [note])
  return { creditNoteId: note.id, credited }
}
