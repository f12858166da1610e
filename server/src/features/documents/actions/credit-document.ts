import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatMoney } from '../../../domain/money.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { defineTexts, type Language } from '../../../platform/text.ts'
import { creditLines } from '../credit-lines.ts'
import { type DocumentSubject, documentSubject } from '../document-subject.ts'
import { grossOf } from '../draft-credit-note.ts'

const texts = defineTexts({
  'document.credit.note': {
    en: 'A credit note of {amount} is issued.',
    fr: 'Un avoir de {amount} est émis.',
  },
  'document.credit.money': {
    en: '{amount} becomes customer credit.',
    fr: '{amount} passe en crédit client.',
  },
})

const input = z.strictObject({
  /** Absent: all that is not credited yet. */
  lineIds: z.array(z.uuid()).min(1).max(500).optional(),
  reason: z.string().trim().min(1).max(500),
  takeBack: z.boolean().meta({ title: 'Take the period back' }),
})
type Input = z.infer<typeof input>
const output = z.object({ creditNoteId: z.uuid() })

/**
 * Corrects an issued invoice by a credit note, whole or by line. What was paid for it becomes
 * customer credit; to send money back instead, refund the payment.
 */
export const creditDocument = defineAction<Context, DocumentSubject, Input, z.infer<typeof output>>(
  {
    id: 'document.credit',
    on: documentSubject,
    permission: 'documents:credit',
    audiences: ['staff'],
    summary: 'Correct an invoice by a credit note',
    input,
    output,
    check(subject, wanted, { actor }) {
      const { document, lines, creditedLineIds } = subject
      if (document.kind !== 'invoice' || document.state !== 'issued')
        return refused('document_not_issued')
      if (document.chargingSince !== null) return refused('charge_in_flight')
      if (lines.every((line) => creditedLineIds.has(line.id))) return refused('nothing_to_credit')
      return wanted ? forecast(subject, wanted, actor.language) : allowed()
    },
    async run(tx, { document }, { lineIds, reason, takeBack }, env) {
      const { creditNoteId } = await creditLines(tx, env, {
        documentId: document.id,
        lineIds: lineIds ?? null,
        reason,
        takeBack,
      })
      return { creditNoteId }
    },
  },
)

function forecast(subject: DocumentSubject, { lineIds }: Input, language: Language): Verdict {
  const { document, lines, creditedLineIds } = subject
  const chosen = lines.filter(
    (line) => !creditedLineIds.has(line.id) && (!lineIds || lineIds.includes(line.id)),
  )
  if (chosen.length === 0 || chosen.length < (lineIds?.length ?? 0))
    return refused('nothing_to_credit')
  const credited = grossOf(chosen)
  const shown = (amount: bigint) => formatMoney({ amount, currency: document.currency }, language)
  const note = { key: texts['document.credit.note'], params: { amount: shown(credited) } }
  const excess = document.paid + document.credited + credited - document.gross
  if (excess <= 0n) return allowed(note)
  return allowed(note, { key: texts['document.credit.money'], params: { amount: shown(excess) } })
}
