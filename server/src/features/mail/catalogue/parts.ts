import { words as w } from './entry.ts'
import { group, link, list, maybe, maybeGroup, text, type Variables } from './variable.ts'

/** What every mail knows. */
export const EVERYWHERE: Variables = {
  name: text(w('The name of who reads it', 'Le nom du destinataire'), 'Camille Durand'),
  company: group(w('Your company', 'Votre entreprise'), {
    name: text(w('Its name', 'Son nom'), w('Example Hosting', 'Hébergeur Exemple')),
    email: text(w('Its address', 'Son adresse'), 'bonjour@hebergeur.example'),
  }),
}

export const day = (en: string, fr: string) => text(w(en, fr), w('20 April 2025', '20 avril 2025'))
export const maybeDay = (en: string, fr: string) =>
  maybe(w(en, fr), w('20 April 2025', '20 avril 2025'))
export const amount = (en: string, fr: string) => text(w(en, fr), w('€12.00', '12,00 €'))
export const maybeAmount = (en: string, fr: string) => maybe(w(en, fr), w('€12.00', '12,00 €'))

export const reference = text(
  w('The number or the reference P-…', 'Le numéro ou la référence P-…'),
  'P-000042',
)
export const documentLink = link(
  w('Where the customer looks at it and pays', 'Où le client le consulte et paie'),
  '/client/invoices/0198c0de',
)
export const serviceLink = link(
  w('The service in the client area', 'Le service dans l’espace client'),
  '/client/services/0198c0de',
)
export const orderLink = link(w('Where to order', 'Où commander'), '/client/order')
export const serviceName = text(w('The name of the service', 'Le nom du service'), 'vps-12')

export const transfer = maybeGroup(
  w('How to pay by bank transfer, where it is offered', 'Comment payer par virement, si proposé'),
  {
    iban: text(w('The IBAN', 'L’IBAN'), 'FR76 3000 6000 0112 3456 7890 189'),
    holder: text(w('The account’s holder', 'Le titulaire du compte'), 'Example Hosting'),
  },
)

export const lines = list(w('The lines, with tax', 'Les lignes, taxes comprises'), {
  label: text(w('What it is for', 'Ce dont il s’agit'), w('vps-12, one month', 'vps-12, un mois')),
  amount: amount('Its amount', 'Son montant'),
})

/** What is to pay, until when and where. */
export const due: Variables = {
  reference,
  amount: amount('What is to pay', 'Le reste à payer'),
  dueOn: day('By when, at the latest before a suspension', 'L’échéance, avant toute suspension'),
  link: documentLink,
}

/** What every mail about one service knows. */
export const service: Variables = {
  service: serviceName,
  expiresOn: maybeDay('The expiry; empty for life', 'L’expiration ; vide si à vie'),
  link: serviceLink,
  orderLink,
}
