import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../context.ts'
import { addDays } from '../../domain/calendar.ts'
import type { Tx } from '../../platform/db.ts'
import { currencyJson, fromMoneyJson, instantJson, parseInstant } from '../../platform/json.ts'
import { invalidField } from '../../platform/problem.ts'
import { customers } from '../customers/tables.ts'
import { readInvoicing } from './invoicing-settings.ts'
import { openDocument } from './open-documents.ts'
import { customLine } from './schemas.ts'

/** A document by staff, with lines in free words or none yet. */
export const customDocument = z.strictObject({
  customerId: z.uuid(),
  /** The customer's currency if absent. */
  currency: currencyJson.optional(),
  /** By the installation's payment term if absent. */
  dueAt: instantJson.optional(),
  lines: z.array(customLine).max(500).default([]),
})

/** Opens a document that staff put together. Answers its id. */
export async function openCustomDocument(
  tx: Tx,
  env: Env,
  wanted: z.output<typeof customDocument>,
): Promise<string> {
  const [customer] = await tx.select().from(customers).where(eq(customers.id, wanted.customerId))
  if (!customer) throw invalidField('/customerId', 'not_found')
  const { business, invoicing } = await readInvoicing(tx)
  const currency = wanted.currency ?? customer.currency
  if (!business.currencies.includes(currency)) throw invalidField('/currency', 'currency_not_sold')
  wanted.lines.forEach(({ unitPrice }, index) => {
    if (unitPrice.currency !== currency)
      throw invalidField(`/lines/${index}/unitPrice/currency`, 'document_in_other_currency', {
        currency,
      })
  })
  const dueAt = wanted.dueAt
    ? parseInstant(wanted.dueAt, '/dueAt')
    : addDays(env.now, invoicing.paymentTermDays, business.timeZone)
  if (dueAt < env.now) throw invalidField('/dueAt', 'due_in_the_past')
  const lines = wanted.lines.map(({ label, quantity, unitPrice }) => ({
    kind: 'custom' as const,
    label,
    quantity,
    unitPrice: fromMoneyJson(unitPrice).amount,
  }))
  const opened = await openDocument(tx, env, { customerId: customer.id, currency, dueAt, lines })
  return opened.documentId
}
