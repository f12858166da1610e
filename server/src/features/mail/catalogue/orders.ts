import { type CatalogueEntry, words as w } from './entry.ts'
import { day, due, orderLink } from './parts.ts'
import { flag, link, number, texts } from './variable.ts'

const order = number(w('The order’s number', 'Le numéro de la commande'), 42)

export const orderCatalogue = {
  order_placed: {
    name: w('Order', 'Commande'),
    description: w(
      'When something is ordered for which nothing is to pay.',
      'Quand une commande ne demande aucun paiement.',
    ),
    audience: 'customer',
    duty: 'contract',
    variables: {
      order,
      services: texts(w('What was ordered', 'Ce qui a été commandé'), 'vps-12'),
      link: link(w('The customer’s services', 'Les services du client'), '/client/services'),
    },
  },
  order_reminder: {
    name: w('Reminder of an order', 'Rappel de commande'),
    description: w(
      'When an order is not paid after three days.',
      'Quand une commande n’est pas payée après trois jours.',
    ),
    audience: 'customer',
    variables: {
      ...due,
      order,
      cancelOn: day('When it is cancelled', 'Quand elle sera annulée'),
    },
  },
  order_cancelled: {
    name: w('Order cancelled', 'Commande annulée'),
    description: w('When an order is cancelled.', 'Quand une commande est annulée.'),
    audience: 'customer',
    duty: 'contract',
    variables: {
      order,
      isUnpaid: flag(w('It was not paid in time', 'Elle n’a pas été payée à temps')),
      orderLink,
    },
  },
} as const satisfies Record<string, CatalogueEntry>
