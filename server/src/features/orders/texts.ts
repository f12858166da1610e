import { CYCLES } from '../../domain/cycle.ts'
import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  order_paid: {
    status: 409,
    en: 'The order is paid. Cancel its services on their own pages.',
    fr: 'La commande est payée. Résiliez ses services depuis leurs propres pages.',
  },
  order_cancelled: {
    status: 409,
    en: 'The order is cancelled already.',
    fr: 'La commande est déjà annulée.',
  },
  order_delivered: {
    status: 409,
    en: 'Services of this order are delivered. Cancel them on their own pages.',
    fr: 'Des services de cette commande sont livrés. Résiliez-les depuis leurs propres pages.',
  },
})

defineTexts({
  'problem.unknown_product': {
    en: 'This product is not for sale.',
    fr: 'Ce produit n’est pas en vente.',
  },
  'problem.no_price_for_cycle': {
    en: 'The product has no price for this cycle in {currency}.',
    fr: 'Le produit n’a pas de prix en {currency} pour cette périodicité.',
  },
  'problem.other_currency': {
    en: 'The customer pays in {currency}.',
    fr: 'Le client paie en {currency}.',
  },
  'problem.out_of_stock': {
    en: 'Not enough of it is left in stock.',
    fr: 'Le stock restant ne suffit pas.',
  },
  'problem.servers_full': {
    en: 'No server has room for it at the moment.',
    fr: 'Aucun serveur n’a de place pour le moment.',
  },
  'problem.unknown_customer': { en: 'There is no such customer.', fr: 'Ce client n’existe pas.' },
  'problem.too_many_units': {
    en: 'At most {most} units in one order.',
    fr: 'Au plus {most} unités par commande.',
  },
  'problem.terms_not_accepted': {
    en: 'Please accept the terms of sale.',
    fr: 'Veuillez accepter les conditions générales de vente.',
  },
  'problem.terms_changed': {
    en: 'The terms of sale have changed. Please read and accept them again.',
    fr: 'Les conditions générales de vente ont changé. Veuillez les relire et les accepter.',
  },
  'order.setup_fee': { en: 'Set-up: {name}', fr: 'Mise en service : {name}' },
  'order.effect.document_withdrawn': {
    en: 'The document is withdrawn; what was paid so far becomes credit.',
    fr: 'Le document est retiré ; ce qui a déjà été payé devient du crédit client.',
  },
  'order.effect.services_cancelled': {
    en: '{count} services that wait for delivery are cancelled; stock and places are returned.',
    fr: '{count} services en attente de livraison sont annulés ; stock et places sont rendus.',
  },
})

const cycleNames = {
  weekly: { en: 'weekly', fr: 'hebdomadaire' },
  monthly: { en: 'monthly', fr: 'mensuel' },
  quarterly: { en: 'quarterly', fr: 'trimestriel' },
  semiannually: { en: 'semiannual', fr: 'semestriel' },
  annually: { en: 'annual', fr: 'annuel' },
  biennially: { en: 'every 2 years', fr: 'biennal (2 ans)' },
  triennially: { en: 'every 3 years', fr: 'triennal (3 ans)' },
  onetime: { en: 'one-time payment', fr: 'paiement unique' },
  free: { en: 'free', fr: 'gratuit' },
} as const

defineTexts(
  Object.fromEntries(
    CYCLES.map((cycle) => [
      `order.start.${cycle}`,
      { en: `{name} (${cycleNames[cycle].en})`, fr: `{name} (${cycleNames[cycle].fr})` },
    ]),
  ),
)
