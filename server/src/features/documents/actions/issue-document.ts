import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { defineTexts } from '../../../platform/text.ts'
import { type DocumentSubject, documentSubject } from '../document-subject.ts'
import { amountDue } from '../document-totals.ts'
import { issueDocument as issue } from '../issue-documents.ts'
import { changeOf } from '../open-documents.ts'
import { settleDocument } from '../settle-document.ts'

const texts = defineTexts({
  'document.issue.final': {
    en: 'It gets its number and can never be changed again; only a credit note corrects it.',
    fr: 'Elle reçoit son numéro et n’est plus jamais modifiable ; seul un avoir la corrige.',
  },
})

const input = z.strictObject({})
const output = z.object({ id: z.uuid() })

/** Finalises an open document before it is paid: it becomes the invoice. */
export const issueDocument = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'document.issue',
  on: documentSubject,
  permission: 'documents:issue',
  audiences: ['staff'],
  summary: 'Finalise an open document as an invoice',
  input,
  output,
  check({ document, lines }) {
    if (document.state !== 'open') return refused('document_not_open')
    if (lines.length === 0) return refused('document_empty')
    return allowed({ key: texts['document.issue.final'] })
  },
  async run(tx, { document }, _input, env) {
    const { id, customerId, orderId } = document
    if (amountDue(document) === 0n) await settleDocument(tx, env, id)
    else {
      emit(tx, 'document.issued', [{ documentId: id, customerId, orderId }])
      await tellChanged(tx, [changeOf(document)])
      await issue(tx, env, document)
    }
    return { id }
  },
})
