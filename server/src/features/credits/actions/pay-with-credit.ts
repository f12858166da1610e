import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { fromMoneyJson, moneyJson, positiveMoneyJson, toMoneyJson } from '../../../platform/json.ts'
import { invalidField } from '../../../platform/problem.ts'
import { type DocumentSubject, documentSubject } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { payWithCredit as pay } from '../pay-with-credit.ts'

const input = z.strictObject({
  /** All that is due if absent. */
  amount: positiveMoneyJson.optional(),
})
const output = z.object({ paid: moneyJson, amountDue: moneyJson })

/** Pays a document from its customer's credit, partly or in full. */
export const payWithCredit = defineAction<
  Context,
  DocumentSubject,
  z.infer<typeof input>,
  z.infer<typeof output>
>({
  id: 'document.pay_with_credit',
  on: documentSubject,
  permission: 'payments:record',
  audiences: ['staff', 'customer'],
  summary: 'Pay from the customer’s credit',
  input,
  output,
  check({ document }) {
    return amountDue(document) > 0n ? allowed() : refused('document_not_payable')
  },
  async run(tx, { document }, { amount }, env) {
    const { id: documentId, currency } = document
    if (amount && amount.currency !== currency)
      throw invalidField('/amount/currency', 'document_in_other_currency', { currency })
    const wanted = amount ? fromMoneyJson(amount).amount : undefined
    const { paid, remaining } = await pay(tx, env, { documentId, amount: wanted })
    return {
      paid: toMoneyJson({ amount: paid, currency }),
      amountDue: toMoneyJson({ amount: remaining, currency }),
    }
  },
})
