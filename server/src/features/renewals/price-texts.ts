import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  no_product_price: {
    status: 409,
    en: 'A custom service has a price of its own only.',
    fr: 'Un service sur mesure n’a que son propre prix.',
  },
  price_not_listed: {
    status: 409,
    en: 'The product has no price for this service’s cycle and currency.',
    fr: 'Le produit n’a pas de tarif pour le cycle et la devise de ce service.',
  },
  price_is_same: {
    status: 409,
    en: 'The service costs what the product asks for already.',
    fr: 'Le service est déjà au prix du produit.',
  },
  price_planned: {
    status: 409,
    en: 'This price change was announced already.',
    fr: 'Ce changement de prix est déjà annoncé.',
  },
  price_is_own: {
    status: 409,
    en: 'The service has a price of its own, which its product never had.',
    fr: 'Le service a son propre prix, que son produit n’a jamais eu.',
  },
  no_price_planned: {
    status: 409,
    en: 'No price change was announced.',
    fr: 'Aucun changement de prix n’est annoncé.',
  },
})

defineTexts({
  'renewal.effect.price_planned': {
    en: 'Periods asked for from {from} on cost {newPrice} instead of {oldPrice}; the customer is told at once.',
    fr: 'Les périodes demandées à partir du {from} coûtent {newPrice} au lieu de {oldPrice} ; le client est prévenu aussitôt.',
  },
  'renewal.effect.price_stays': {
    en: 'The price stays as it is; the customer is told at once.',
    fr: 'Le prix reste le même ; le client est prévenu aussitôt.',
  },
})
