import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { Problem } from '../../../platform/problem.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { type DocumentSubject, documentSubject } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { invoicingSettings } from '../../documents/invoicing-settings.ts'
import { changeOf } from '../../documents/open-documents.ts'
import { record } from '../../history/record.ts'
import { readSettings } from '../../settings/sections.ts'
import { announceTransfer as announce, transferReference } from '../intents.ts'

const input = z.strictObject({})
const output = z.object({ reference: z.string() })

/** The customer says that a transfer is on its way; staff see that it is awaited. */
export const announceTransfer = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'document.announce_transfer',
  on: documentSubject,
  permission: 'payments:record',
  audiences: ['customer', 'staff'],
  summary: 'Say that a bank transfer is on its way',
  input,
  output,
  check({ document }) {
    return amountDue(document) > 0n ? allowed() : refused('document_not_payable')
  },
  async run(tx, { document }, _input, env) {
    const { iban } = await readSettings(tx, invoicingSettings)
    if (!iban) throw new Problem('transfer_not_offered')
    await announce(tx, env, document)
    await record(tx, env, [
      {
        subject: 'document',
        subjectId: document.id,
        customerId: document.customerId,
        kind: 'payment.transfer_announced',
        after: { amount: amountDue(document), currency: document.currency },
      },
    ])
    await tellChanged(tx, [changeOf(document)])
    return { reference: transferReference(document) }
  },
})
