import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { fromMoneyJson } from '../../../platform/json.ts'
import { invalidField } from '../../../platform/problem.ts'
import { addLines } from '../add-lines.ts'
import { type DocumentSubject, documentSubject } from '../document-subject.ts'
import { customLine } from '../schemas.ts'
import { withdrawLines } from '../withdraw-lines.ts'

const addOutput = z.object({ lineId: z.uuid() })

/** Puts a line in free words on an open document. */
export const addLine = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof customLine>,
  z.infer<typeof addOutput>
>({
  id: 'document.add_line',
  on: documentSubject,
  permission: 'documents:update',
  audiences: ['staff'],
  summary: 'Add a line to an open document',
  input: customLine,
  output: addOutput,
  check({ document }) {
    const changeable = document.state === 'open' && document.kind === 'invoice'
    return changeable ? allowed() : refused('document_not_open')
  },
  async run(tx, { document }, { label, quantity, unitPrice }, env) {
    const price = fromMoneyJson(unitPrice)
    if (price.currency !== document.currency)
      throw invalidField('/unitPrice/currency', 'document_in_other_currency', {
        currency: document.currency,
      })
    const line = { kind: 'custom' as const, label, quantity, unitPrice: price.amount }
    const [lineId = ''] = await addLines(tx, env, document.id, [line])
    return { lineId }
  },
})

const withdrawInput = z.strictObject({ lineId: z.uuid() })
const withdrawOutput = z.object({ id: z.uuid() })

/** Takes a line off an open document; without another line the document is void. */
export const withdrawLine = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof withdrawInput>,
  z.infer<typeof withdrawOutput>
>({
  id: 'document.withdraw_line',
  on: documentSubject,
  permission: 'documents:update',
  audiences: ['staff'],
  summary: 'Withdraw a line of an open document',
  input: withdrawInput,
  output: withdrawOutput,
  check({ document, lines }) {
    if (document.state !== 'open' || document.kind !== 'invoice')
      return refused('document_not_open')
    if (document.chargingSince !== null) return refused('charge_in_flight')
    return lines.length > 0 ? allowed() : refused('document_empty')
  },
  async run(tx, { document, lines }, { lineId }, env) {
    if (!lines.some((line) => line.id === lineId)) throw invalidField('/lineId', 'not_found')
    await withdrawLines(tx, env, [lineId])
    return { id: document.id }
  },
})
