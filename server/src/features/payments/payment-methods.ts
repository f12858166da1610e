import { z } from 'zod'
import type { Context } from '../../context.ts'
import { moneyJson, toMoneyJson } from '../../platform/json.ts'
import type { Language } from '../../platform/text.ts'
import { creditOf } from '../credits/add-credit.ts'
import { amountDue } from '../documents/document-totals.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import type { Document } from '../documents/settlement.ts'
import { gatewaysOf, takes } from './gateways/open-gateways.ts'
import { transferReference } from './intents.ts'
import { transferAnnouncedAt } from './queries.ts'

/** The ways in which a document may be paid. Nothing is offered when nothing is due. */
export const paymentMethodsJson = z.object({
  amountDue: moneyJson,
  /** Null when the customer has none in this currency. */
  credit: moneyJson.nullable(),
  bankTransfer: z
    .object({
      accountHolder: z.string(),
      iban: z.string(),
      bic: z.string(),
      /** What must stand on the transfer. */
      reference: z.string(),
      awaited: z.boolean(),
    })
    .nullable(),
  gateways: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** The method can be kept for later charges: `keepMethod` when paying. */
      canKeep: z.boolean(),
    }),
  ),
})

export async function paymentMethods(
  ctx: Context,
  document: Document,
  language: Language,
): Promise<z.infer<typeof paymentMethodsJson>> {
  const { currency } = document
  const due = amountDue(document)
  const { business, invoicing } = await readInvoicing(ctx.db)
  const credit = await creditOf(ctx.db, document.customerId, currency)
  const payable = due > 0n
  const transfer = payable && invoicing.iban !== ''
  return {
    amountDue: toMoneyJson({ amount: due, currency }),
    credit: payable && credit > 0n ? toMoneyJson({ amount: credit, currency }) : null,
    bankTransfer: transfer
      ? {
          accountHolder: invoicing.accountHolder || business.name,
          iban: invoicing.iban,
          bic: invoicing.bic,
          reference: transferReference(document),
          awaited: (await transferAnnouncedAt(ctx.db, document.id)) !== null,
        }
      : null,
    gateways: (await gatewaysOf(ctx))
      .filter((open) => payable && takes(open, { amount: due, currency }))
      .map(({ id, gateway }) => ({
        id,
        label: gateway.label[language],
        canKeep: gateway.charge !== undefined,
      })),
  }
}
