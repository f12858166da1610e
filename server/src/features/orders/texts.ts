import { CYCLES } from '../../domain/cycle.ts'
import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'
import { CYCLE_NAMES } from '../services/cycle-names.ts'

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
  'problem.servers_full': {
    en: 'No server has room for it at the moment.',
    fr: 'Aucun serveur n’a de place pour le moment.',
  },
  'problem.customer_limit': {
    en: 'At most {limit} of this product per customer.',
    fr: 'Au plus {limit} de ce produit par client.',
  },
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

defineTexts(
  Object.fromEntries(
    CYCLES.map((cycle) => [
      `order.start.${cycle}`,
      { en: `{name} (${CYCLE_NAMES[cycle].en})`, fr: `{name} (${CYCLE_NAMES[cycle].fr})` },
    ]),
  ),
)
