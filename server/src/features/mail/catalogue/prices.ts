import { type CatalogueEntry, words as w } from './entry.ts'
import { amount, day, service } from './parts.ts'
import { text } from './variable.ts'

const cycle = text(w('The billing cycle', 'Le cycle de facturation'), w('monthly', 'mensuel'))

export const priceCatalogue = {
  service_price_changes: {
    name: w('Price change announced', 'Changement de prix annoncé'),
    description: w(
      'When staff apply a new price to a service, before it takes effect.',
      'Quand l’équipe applique un nouveau prix à un service, avant qu’il ne prenne effet.',
    ),
    audience: 'customer',
    duty: 'contract',
    variables: {
      ...service,
      ...{ cycle, fromOn: day('From when it counts', 'À partir de quand il compte') },
      oldPrice: amount('What a period costs, with tax', 'Le prix d’une période, TTC'),
      newPrice: amount('What it will cost, with tax', 'Ce qu’elle coûtera, TTC'),
    },
  },
  service_price_stays: {
    name: w('Price change taken back', 'Changement de prix abandonné'),
    description: w(
      'When staff take an announced price change back.',
      'Quand l’équipe abandonne un changement de prix annoncé.',
    ),
    audience: 'customer',
    duty: 'contract',
    variables: {
      ...service,
      ...{ cycle, price: amount('What a period costs, with tax', 'Le prix d’une période, TTC') },
    },
  },
} satisfies Record<string, CatalogueEntry>
