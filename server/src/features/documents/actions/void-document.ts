import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { formatMoney } from '../../../domain/money.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { defineTexts } from '../../../platform/text.ts'
import { type DocumentSubject, documentSubject } from '../document-subject.ts'
import { voidDocument as giveUp } from '../void-documents.ts'

const texts = defineTexts({
  'document.void.lines': {
    en: 'Its {count} lines are withdrawn.',
    fr: 'Ses {count} lignes sont retirées.',
  },
  'document.void.money': {
    en: '{paid} paid so far becomes customer credit.',
    fr: 'Les {paid} déjà payés passent en crédit client.',
  },
})

const input = z.strictObject({ reason: z.string().trim().min(1).max(500) })
const output = z.object({ id: z.uuid() })

/** Gives an open document up. What it was to buy is withdrawn; money on it becomes credit. */
export const voidDocument = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'document.void',
  on: documentSubject,
  permission: 'documents:update',
  audiences: ['staff'],
  summary: 'Void an open document',
  input,
  output,
  check({ document, lines }, _input, { actor }) {
    if (document.state !== 'open') return refused('document_not_open')
    if (document.chargingSince !== null) return refused('charge_in_flight')
    const withdrawn = { key: texts['document.void.lines'], params: { count: lines.length } }
    if (document.paid === 0n) return allowed(withdrawn)
    const paid = formatMoney({ amount: document.paid, currency: document.currency }, actor.language)
    return allowed(withdrawn, { key: texts['document.void.money'], params: { paid } })
  },
  async run(tx, { document }, { reason }, env) {
    await giveUp(tx, env, document.id, reason)
    return { id: document.id }
  },
})
