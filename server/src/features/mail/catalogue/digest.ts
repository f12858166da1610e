import { type CatalogueEntry, words as w } from './entry.ts'
import { amount, day, documentLink, maybeAmount, maybeDay, transfer } from './parts.ts'
import { choice, flag, group, link, list, maybe, number, text } from './variable.ts'

const service = text(w('The service', 'Le service'), 'vps-12')
const reference = maybe(w('What is to pay for it', 'Ce qu’il faut payer'), 'P-000042')
const toPay = maybeAmount('The amount', 'Le montant')

const headline = group(w('What the subject speaks of', 'Ce dont parle l’objet'), {
  kind: choice(w('The only thing, or several', 'La seule chose, ou plusieurs'), {
    several: w('Several things', 'Plusieurs choses'),
    final_notice: w('One final notice', 'Un dernier avis'),
    final_notices: w('Several final notices', 'Plusieurs derniers avis'),
    document: w('One document', 'Un document'),
    reminder: w('One reminder', 'Un rappel'),
  }),
  service: maybe(w('The service', 'Le service'), 'vps-12'),
  on: maybeDay('The day it is about', 'Le jour dont il s’agit'),
  amount: toPay,
  count: number(w('How many services', 'Combien de services'), 3),
})

export const digestCatalogue = {
  digest: {
    name: w('Reminders of the day', 'Rappels du jour'),
    description: w(
      'Once a day and customer: the automation’s new documents, reminders and final notices.',
      'Une fois par jour et par client : nouveaux documents, rappels et derniers avis de l’automatisation.',
    ),
    audience: 'customer',
    duty: 'automation',
    variables: {
      headline,
      finalNotices: list(
        w('Services about to be removed', 'Services sur le point d’être supprimés'),
        {
          service,
          endsOn: day('When it is removed', 'Quand il est supprimé'),
          amount: toPay,
          reference,
          link: documentLink,
        },
      ),
      canPay: flag(w('A payment keeps one of them', 'Un paiement en conserve un')),
      documents: list(w('What can be paid', 'Ce qui peut être réglé'), {
        services: text(w('The services', 'Les services'), 'vps-12, vps-13'),
        amount: amount('The amount with tax', 'Le montant TTC'),
        reference: text(w('Its reference', 'Sa référence'), 'P-000042'),
        dueOn: day(
          'By when, at the latest before a suspension',
          'L’échéance, avant toute suspension',
        ),
        link: documentLink,
      }),
      reminders: list(w('Services that expire', 'Services qui expirent'), {
        service,
        expiresOn: day('The expiry', 'L’expiration'),
        about: choice(w('What is to be done', 'Ce qu’il faut faire'), {
          pay: w('Pay', 'Payer'),
          charge: w('Nothing: it is charged', 'Rien : il sera prélevé'),
          click: w('Renew free of charge', 'Renouveler sans frais'),
          ends: w('It ends', 'Il prend fin'),
        }),
        amount: toPay,
        reference,
        chargeOn: maybeDay('When it is charged', 'Quand il sera prélevé'),
        link: documentLink,
      }),
      transfer,
      link: link(w('The customer’s services', 'Les services du client'), '/client/services'),
    },
  },
} as const satisfies Record<string, CatalogueEntry>
