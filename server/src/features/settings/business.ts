import { field } from '@berth/sdk'
import { z } from 'zod'
import { isCountry } from '../../domain/country.ts'
import { isCurrency } from '../../domain/money.ts'
import { LANGUAGES } from '../../platform/text.ts'
import { defineSettings } from './sections.ts'
import './texts.ts'

/** The IANA zone in which days, periods and numbers are counted. */
const timeZone = z.string().refine(isTimeZone, { error: 'settings.unknown_time_zone' })

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const line = (en: string, fr: string, max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .meta(field({ label: { en, fr } }))

/** Who sells, where and in which money. Appears on documents and mails. */
export const businessSettings = defineSettings(
  'business',
  z.object({
    name: z
      .string()
      .min(1)
      .max(200)
      .default('My hosting company')
      .meta(field({ label: { en: 'Company', fr: 'Entreprise' } })),
    street: line('Street', 'Rue', 300),
    postalCode: line('Postal code', 'Code postal', 20),
    city: line('City', 'Ville', 100),
    /** ISO 3166-1 alpha-2. */
    country: z
      .string()
      .refine(isCountry, { error: 'settings.unknown_country' })
      .default('FR')
      .meta(field({ label: { en: 'Country', fr: 'Pays' }, placeholder: 'FR' })),
    email: line('E-mail address', 'Adresse e-mail', 200),
    vatNumber: line('VAT number', 'Numéro de TVA', 40),
    /** Registration, capital, register …; one line each at the foot of documents. */
    legal: z
      .array(z.string().max(300))
      .max(10)
      .default([])
      .meta(
        field({
          label: { en: 'Legal mentions', fr: 'Mentions légales' },
          help: {
            en: 'One line each, at the foot of documents.',
            fr: 'Une par ligne, en bas des documents.',
          },
        }),
      ),
    timeZone: timeZone.default('Europe/Paris').meta(
      field({
        label: { en: 'Time zone', fr: 'Fuseau horaire' },
        help: {
          en: 'Days, periods and numbers are counted in it.',
          fr: 'Les jours, périodes et numéros y sont comptés.',
        },
      }),
    ),
    language: z
      .enum(LANGUAGES)
      .default('en')
      .meta(
        field({
          label: { en: 'Language', fr: 'Langue' },
          options: {
            en: { en: 'English', fr: 'Anglais' },
            fr: { en: 'French', fr: 'Français' },
          },
        }),
      ),
    /** The currencies customers may be invoiced in; the first is the default. */
    currencies: z
      .array(z.string().refine(isCurrency, { error: 'settings.unknown_currency' }))
      .min(1)
      .max(20)
      .default(['EUR'])
      .meta(
        field({
          label: { en: 'Currencies', fr: 'Devises' },
          help: { en: 'The first is the default.', fr: 'La première est celle par défaut.' },
        }),
      ),
  }),
)
