import { eq } from 'drizzle-orm'
import type { Cycle } from '../../domain/cycle.ts'
import { formatMoney, type Money } from '../../domain/money.ts'
import { taxDocument } from '../../domain/tax.ts'
import type { Db } from '../../platform/db.ts'
import type { Language, Text } from '../../platform/text.ts'
import { customers } from '../customers/tables.ts'
import { rateOf } from '../documents/document-totals.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'

/** What turns a price into what a customer pays. */
export interface Pricing {
  language: Language
  /** The amount with tax, as a document of today would have it. */
  gross(amount: bigint): bigint
}

/** The customer's tax by the settings in force. */
export async function loadPricing(db: Db, customerId: string): Promise<Pricing> {
  const [customer] = await db.select().from(customers).where(eq(customers.id, customerId))
  if (!customer) throw new Error(`no customer ${customerId}`)
  const settings = await readInvoicing(db)
  const { rateBasisPoints, mention } = rateOf(customer, settings)
  const { taxMode } = settings.invoicing
  return {
    language: customer.language,
    gross: (amount) => taxDocument([{ amount, rateBasisPoints, mention }], taxMode).gross,
  }
}

/** What a period costs, with tax where it comes on top. */
export function priceText(cycle: Cycle, price: Money, { language, gross }: Pricing): Text {
  const total = gross(price.amount)
  const say = (amount: bigint) => formatMoney({ amount, currency: price.currency }, language)
  return {
    key: total === price.amount ? 'automation.words.costs' : 'automation.words.costs_taxed',
    params: {
      price: say(price.amount),
      gross: say(total),
      cycle: { key: `service.cycle.${cycle}` },
    },
  }
}
