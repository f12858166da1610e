import type { PolicyOverride } from '../domain/policy.ts'
import { type Invoicing, invoicingSettings } from '../features/documents/invoicing-settings.ts'
import { businessSettings } from '../features/settings/business.ts'
import type { Language } from '../platform/text.ts'

/** Everybody’s password in the demo. */
export const DEMO_PASSWORD = 'welcome-aboard'

/** The company’s own settings, as its owner would have filled them in. */
export const COMPANY: Invoicing = {
  business: businessSettings.schema.parse({
    name: 'Nordet Hébergement',
    street: '12 quai des Docks',
    postalCode: '44200',
    city: 'Nantes',
    country: 'FR',
    email: 'bonjour@nordet.example',
    vatNumber: 'FR32812345679',
    legal: ['SAS au capital de 60 000 €', 'RCS Nantes 812 345 679'],
    language: 'fr',
    currencies: ['EUR', 'CHF', 'GBP'],
  }),
  invoicing: invoicingSettings.schema.parse({
    countryRates: { BE: 2100, CH: 810, DE: 1900, ES: 2100, GB: 2000, LU: 1700 },
    iban: 'FR76 3000 6000 0112 3456 7890 189',
    bic: 'AGRIFRPP',
    accountHolder: 'Nordet Hébergement SAS',
    paymentTermDays: 10,
  }),
}

/** Three days to pay after expiry, two weeks until the end. */
export const COMPANY_POLICY: PolicyOverride = { suspendAfterDays: 3, terminateAfterDays: 14 }

export interface Colleague {
  name: string
  email: string
  role: string
  language: Language
}

/** One of every role, and a second one in support. */
export const STAFF: readonly Colleague[] = [
  member('Claire Delaunay', 'owner', 'fr'),
  member('Tomás Herrera', 'manager', 'en'),
  member('Awa Diop', 'support', 'fr'),
  member('Jonathan Price', 'support', 'en'),
  member('Bernard Le Goff', 'accountant', 'fr'),
  member('Mina Okafor', 'read-only', 'en'),
]

function member(name: string, role: string, language: Language): Colleague {
  const [first = ''] = name.split(' ')
  const email = `${first.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()}@nordet.example`
  return { name, email, role, language }
}

/** The terms of sale, two versions: the first customers accepted the older one. */
export const TERMS = [
  {
    daysAgo: 760,
    text: {
      en: 'Services are paid in advance for one period. Whoever does not pay is reminded, then suspended after three days and removed after two more weeks.',
      fr: 'Les services se paient d’avance, pour une période. À défaut de paiement, le client est relancé, le service suspendu après trois jours, puis supprimé deux semaines plus tard.',
    },
  },
  {
    daysAgo: 210,
    text: {
      en: 'Services are paid in advance for one period. Whoever does not pay is reminded, then suspended after three days and removed after two more weeks. Consumers may withdraw within fourteen days of their order.',
      fr: 'Les services se paient d’avance, pour une période. À défaut de paiement, le client est relancé, le service suspendu après trois jours, puis supprimé deux semaines plus tard. Le consommateur peut se rétracter dans les quatorze jours de sa commande.',
    },
  },
] as const
