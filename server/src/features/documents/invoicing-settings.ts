import { z } from 'zod'
import { NUMBER_PREFIXES } from '../../domain/document-lifecycle.ts'
import type { TaxRules } from '../../domain/tax-rate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { businessSettings } from '../settings/business.ts'
import { defineSettings, readSettings } from '../settings/sections.ts'

/** Hundredths of a per cent: 20 % is 2000. */
const rate = z.int().min(0).max(10_000)
/** Without a dash, so that two series can never write the same number. */
const prefix = z.string().regex(/^[A-Z0-9]{1,10}$/)

/** How documents are taxed, numbered and paid by transfer. */
export const invoicingSettings = defineSettings(
  'invoicing',
  z.object({
    /** Whether prices are before or with tax. Open documents keep the mode they were opened in. */
    taxMode: z.enum(['net', 'gross']).default('net'),
    defaultRateBasisPoints: rate.default(2000),
    /** Rates of customers' countries (ISO 3166-1 alpha-2) that differ from the default. */
    countryRates: z.record(z.string().regex(/^[A-Z]{2}$/), rate).default({}),
    /** Businesses with a VAT number of another member state owe the tax themselves. */
    reverseCharge: z.boolean().default(true),
    /** `payment`: numbered when paid or finalised by staff; `open`: numbered from the start. */
    numberAt: z.enum(['payment', 'open']).default('payment'),
    /** A change makes a new series: numbers that were given stay as they are. */
    invoicePrefix: prefix.default(NUMBER_PREFIXES.invoice),
    creditNotePrefix: prefix.default(NUMBER_PREFIXES.credit_note),
    /** Calendar days from opening to the due date, where nothing else sets one. */
    paymentTermDays: z.int().min(0).max(365).default(7),
    /** Without an IBAN customers are not offered to pay by transfer. */
    iban: z.string().max(42).default(''),
    bic: z.string().max(11).default(''),
    accountHolder: z.string().max(200).default(''),
  }),
)

export type InvoicingSettings = z.infer<typeof invoicingSettings.schema>
export type BusinessSettings = z.infer<typeof businessSettings.schema>

/** Everything about the seller that documents depend on. */
export interface Invoicing {
  business: BusinessSettings
  invoicing: InvoicingSettings
}

export async function readInvoicing(db: Db | Tx): Promise<Invoicing> {
  return {
    business: await readSettings(db, businessSettings),
    invoicing: await readSettings(db, invoicingSettings),
  }
}

export function taxRules({ business, invoicing }: Invoicing): TaxRules {
  return {
    sellerCountry: business.country,
    defaultRateBasisPoints: invoicing.defaultRateBasisPoints,
    countryRates: invoicing.countryRates,
  }
}
