import { field } from '@berth/sdk'
import { z } from 'zod'
import { NUMBER_PREFIXES } from '../../domain/document-lifecycle.ts'
import type { TaxRules } from '../../domain/tax-rate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { businessSettings } from '../settings/business.ts'
import { defineSettings, readBothSettings } from '../settings/sections.ts'

/** Hundredths of a per cent: 20 % is 2000. */
const rate = z.int().min(0).max(10_000)
/** Without a dash, so that two series can never write the same number. */
const prefix = z.string().regex(/^[A-Z0-9]{1,10}$/)

/** How documents are taxed, numbered and paid by transfer. */
export const invoicingSettings = defineSettings(
  'invoicing',
  z
    .object({
      /** Whether prices are before or with tax. Open documents keep the mode they were opened in. */
      taxMode: z
        .enum(['net', 'gross'])
        .default('net')
        .meta(
          field({
            label: { en: 'Prices are', fr: 'Les prix sont' },
            options: {
              net: { en: 'before tax', fr: 'hors taxes' },
              gross: { en: 'with tax', fr: 'toutes taxes comprises' },
            },
          }),
        ),
      defaultRateBasisPoints: rate.default(2000).meta(
        field({
          label: { en: 'Default tax rate', fr: 'Taux de taxe par défaut' },
          help: {
            en: 'In hundredths of a per cent: 2000 is 20 %.',
            fr: 'En centièmes de pour cent : 2000 vaut 20 %.',
          },
        }),
      ),
      /** Rates of customers' countries (ISO 3166-1 alpha-2) that differ from the default. */
      countryRates: z
        .record(z.string().regex(/^[A-Z]{2}$/), rate)
        .default({})
        .meta(
          field({
            label: { en: 'Tax rates of other countries', fr: 'Taux de taxe des autres pays' },
            help: {
              en: 'By country code, in hundredths of a per cent.',
              fr: 'Par code de pays, en centièmes de pour cent.',
            },
          }),
        ),
      /** Businesses with a VAT number of another member state owe the tax themselves. */
      reverseCharge: z
        .boolean()
        .default(true)
        .meta(
          field({
            label: {
              en: 'Reverse charge for businesses in the Union',
              fr: 'Autoliquidation pour les professionnels de l’Union',
            },
          }),
        ),
      /** `payment`: numbered when paid or finalised by staff; `open`: numbered from the start. */
      numberAt: z
        .enum(['payment', 'open'])
        .default('payment')
        .meta(
          field({
            label: { en: 'Invoices are numbered', fr: 'Les factures sont numérotées' },
            options: {
              payment: { en: 'when paid or finalised', fr: 'au paiement ou à la finalisation' },
              open: { en: 'from the start', fr: 'dès l’ouverture' },
            },
          }),
        ),
      /** A change makes a new series: numbers that were given stay as they are. */
      invoicePrefix: prefix
        .default(NUMBER_PREFIXES.invoice)
        .meta(field({ label: { en: 'Prefix of invoices', fr: 'Préfixe des factures' } })),
      creditNotePrefix: prefix
        .default(NUMBER_PREFIXES.credit_note)
        .meta(field({ label: { en: 'Prefix of credit notes', fr: 'Préfixe des avoirs' } })),
      /** Calendar days from opening to the due date, where nothing else sets one. */
      paymentTermDays: z
        .int()
        .min(0)
        .max(365)
        .default(7)
        .meta(field({ label: { en: 'Payment term', fr: 'Délai de paiement' }, unit: 'd' })),
      /** Without an IBAN customers are not offered to pay by transfer. */
      iban: z
        .string()
        .trim()
        .regex(/^([A-Z]{2}[0-9]{2}[A-Z0-9 ]{10,36})?$/)
        .default('')
        .meta(
          field({
            label: { en: 'IBAN', fr: 'IBAN' },
            help: {
              en: 'Without one, customers are not offered to pay by transfer.',
              fr: 'Sans IBAN, le virement n’est pas proposé aux clients.',
            },
          }),
        ),
      bic: z
        .string()
        .trim()
        .regex(/^([A-Z0-9]{8}([A-Z0-9]{3})?)?$/)
        .default('')
        .meta(field({ label: { en: 'BIC', fr: 'BIC' } })),
      accountHolder: z
        .string()
        .max(200)
        .default('')
        .meta(field({ label: { en: 'Account holder', fr: 'Titulaire du compte' } })),
    })
    .refine((values) => values.invoicePrefix !== values.creditNotePrefix, {
      path: ['creditNotePrefix'],
      error: 'problem.same_prefix',
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
  const [business, invoicing] = await readBothSettings(db, businessSettings, invoicingSettings)
  return { business, invoicing }
}

export function taxRules({ business, invoicing }: Invoicing): TaxRules {
  return {
    sellerCountry: business.country,
    defaultRateBasisPoints: invoicing.defaultRateBasisPoints,
    countryRates: invoicing.countryRates,
  }
}
