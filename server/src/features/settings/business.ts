import { z } from 'zod'
import { LANGUAGES } from '../../platform/text.ts'
import { defineSettings } from './sections.ts'

/** The IANA zone in which days, periods and numbers are counted. */
const timeZone = z.string().refine(isTimeZone, { error: 'unknown time zone' })

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Who sells, where and in which money. Appears on documents and mails. */
export const businessSettings = defineSettings(
  'business',
  z.object({
    name: z.string().min(1).max(200).default('My hosting company'),
    street: z.string().max(300).default(''),
    postalCode: z.string().max(20).default(''),
    city: z.string().max(100).default(''),
    /** ISO 3166-1 alpha-2. */
    country: z.string().length(2).default('FR'),
    email: z.string().max(200).default(''),
    vatNumber: z.string().max(40).default(''),
    /** Registration, capital, register …; one line each at the foot of documents. */
    legal: z.array(z.string().max(300)).max(10).default([]),
    timeZone: timeZone.default('Europe/Paris'),
    language: z.enum(LANGUAGES).default('en'),
    /** The currencies customers may be invoiced in; the first is the default. */
    currencies: z
      .array(z.string().regex(/^[A-Z]{3}$/))
      .min(1)
      .max(20)
      .default(['EUR']),
  }),
)
