import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  email_taken: {
    status: 409,
    en: 'This e-mail address is already used by another account.',
    fr: 'Cette adresse e-mail est déjà utilisée par un autre compte.',
  },
  unknown_country: {
    status: 422,
    en: 'A country code of two letters, like FR.',
    fr: 'Un code de pays à deux lettres, comme FR.',
  },
  currency_not_offered: {
    status: 422,
    en: 'Not one of the currencies we invoice in: {currencies}.',
    fr: 'Cette devise n’est pas proposée. Possibles : {currencies}.',
  },
  invalid_vat_number: {
    status: 422,
    en: 'This is not how a VAT number is written.',
    fr: 'Ce numéro de TVA n’a pas la bonne forme.',
  },
  vat_number_needs_business: {
    status: 422,
    en: 'Only a business has a VAT number.',
    fr: 'Seul un professionnel a un numéro de TVA.',
  },
  customer_anonymised: {
    status: 409,
    en: 'This customer was anonymised.',
    fr: 'Ce client a été anonymisé.',
  },
  customer_not_held: {
    status: 409,
    en: 'The customer is not on hold.',
    fr: 'Le client n’est pas en pause.',
  },
  customer_has_services: {
    status: 409,
    en: 'This customer still has services. End them first.',
    fr: 'Ce client a encore des services. Mettez-y fin d’abord.',
  },
  customer_has_unpaid_documents: {
    status: 409,
    en: 'This customer still has documents to pay. Settle or void them first.',
    fr: 'Ce client a encore des documents à régler. Soldez-les ou annulez-les d’abord.',
  },
  customer_has_credit: {
    status: 409,
    en: 'This customer still has credit. Give it back first.',
    fr: 'Ce client a encore du crédit. Remboursez-le d’abord.',
  },
  currency_in_use: {
    status: 422,
    en: 'The currency cannot change: there are services, documents or credit in it.',
    fr: 'La devise ne peut plus changer : des services, documents ou crédits l’utilisent.',
  },
  registration_closed: {
    status: 403,
    en: 'Registration is closed. Please contact us.',
    fr: 'Les inscriptions sont fermées. Veuillez nous contacter.',
  },
  no_user_to_impersonate: {
    status: 409,
    en: 'This customer has no active user.',
    fr: 'Ce client n’a aucun utilisateur actif.',
  },
  not_impersonating: {
    status: 409,
    en: 'You are not looking through a customer’s eyes.',
    fr: 'Vous n’êtes pas connecté à la place d’un client.',
  },
})

defineTexts({
  'customer.effect.hold': {
    en: 'No suspension and no end of any of its services until that date.',
    fr: 'Ni suspension ni fin d’aucun de ses services jusqu’à cette date.',
  },
  'customer.effect.hold_open': {
    en: 'No suspension and no end of any of its services until the hold is released.',
    fr: 'Ni suspension ni fin d’aucun de ses services tant que la pause n’est pas levée.',
  },
  'customer.effect.release': {
    en: 'The automation may suspend and end its services again.',
    fr: 'L’automatisation peut de nouveau suspendre ses services et y mettre fin.',
  },
  'problem.other_currency': {
    en: 'The customer pays in {currency}.',
    fr: 'Le client paie en {currency}.',
  },
  'problem.unknown_customer': { en: 'There is no such customer.', fr: 'Ce client n’existe pas.' },
})
