import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

/** Reasons that the program itself gives on void documents and credit notes. */
export const reasonTexts = defineTexts({
  'document.reason.withdrawn': {
    en: 'No longer wanted',
    fr: 'Retiré avant paiement',
  },
  'document.reason.renewal_withdrawn': {
    en: 'Renewal withdrawn',
    fr: 'Renouvellement retiré',
  },
  'document.reason.service_ended': {
    en: 'The service has ended',
    fr: 'Le service a pris fin',
  },
  'document.reason.order_unpaid': {
    en: 'Order cancelled: not paid in time',
    fr: 'Commande annulée : non payée à temps',
  },
  'document.reason.order_cancelled': {
    en: 'Order cancelled',
    fr: 'Commande annulée',
  },
  'document.reason.ended_service': {
    en: 'The service had ended before the payment',
    fr: 'Le service avait pris fin avant le paiement',
  },
})

defineProblems({
  charge_in_flight: {
    status: 409,
    en: 'An automatic charge is under way. Please wait for its outcome.',
    fr: 'Un prélèvement automatique est en cours. Attendez son résultat.',
  },
  document_not_open: {
    status: 409,
    en: 'Only an open document can be changed; this one is issued or void.',
    fr: 'Seul un document ouvert est modifiable ; celui-ci est émis ou annulé.',
  },
  document_not_issued: {
    status: 409,
    en: 'Only an issued invoice can be credited.',
    fr: 'Seule une facture émise peut faire l’objet d’un avoir.',
  },
  nothing_to_credit: {
    status: 409,
    en: 'These lines are credited already, or are not on this invoice.',
    fr: 'Ces lignes ont déjà fait l’objet d’un avoir ou ne sont pas sur cette facture.',
  },
  document_empty: {
    status: 409,
    en: 'This document has no line.',
    fr: 'Ce document n’a aucune ligne.',
  },
  document_in_other_currency: {
    status: 422,
    en: 'This document is in {currency}.',
    fr: 'Ce document est en {currency}.',
  },
  currency_not_sold: {
    status: 422,
    en: 'This installation does not invoice in this currency.',
    fr: 'Cette installation ne facture pas dans cette devise.',
  },
  due_in_the_past: {
    status: 422,
    en: 'A due date in the future.',
    fr: 'Une échéance à venir.',
  },
  same_prefix: {
    status: 422,
    en: 'Invoices and credit notes need different prefixes.',
    fr: 'Les factures et les avoirs doivent avoir des préfixes différents.',
  },
})
