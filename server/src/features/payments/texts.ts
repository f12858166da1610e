import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  bad_signature: {
    status: 401,
    en: 'The signature of this notice is wrong.',
    fr: 'La signature de cette notification est incorrecte.',
  },
  unknown_gateway: {
    status: 422,
    pointer: '/gateway',
    en: 'There is no such way to pay.',
    fr: 'Ce moyen de paiement n’existe pas.',
  },
  gateway_unavailable: {
    status: 502,
    en: 'The payment provider does not answer. Try again in a moment.',
    fr: 'Le prestataire de paiement ne répond pas. Réessayez dans un instant.',
  },
  gateway_keeps_nothing: {
    status: 409,
    en: 'This way to pay cannot be kept for later.',
    fr: 'Ce moyen de paiement ne peut pas être conservé.',
  },
  below_minimum: {
    status: 409,
    en: 'The amount is below what this way to pay accepts.',
    fr: 'Le montant est inférieur au minimum de ce moyen de paiement.',
  },
  amount_not_taken: {
    status: 409,
    en: 'This way to pay does not take this amount or currency. Please choose another one.',
    fr: 'Ce moyen de paiement n’accepte pas ce montant ou cette devise. Choisissez-en un autre.',
  },
  payment_recorded_already: {
    status: 409,
    en: 'A payment with this reference is on record already.',
    fr: 'Un paiement avec cette référence est déjà enregistré.',
  },
  payment_not_refundable: {
    status: 409,
    en: 'There is nothing left of this payment to give back.',
    fr: 'Il ne reste rien à rembourser sur ce paiement.',
  },
  payment_not_unallocated: {
    status: 409,
    en: 'This payment is not waiting for a decision.',
    fr: 'Ce paiement n’attend pas de décision.',
  },
  payment_without_customer: {
    status: 422,
    en: 'Say whose money this is.',
    fr: 'Indiquez à quel client revient cet argent.',
  },
  transfer_not_offered: {
    status: 409,
    en: 'Payment by transfer is not set up.',
    fr: 'Le paiement par virement n’est pas configuré.',
  },
})

defineTexts({
  'payment.effect.auto_pay_off': {
    en: 'Automatic payment is switched off for: {services}.',
    fr: 'Le paiement automatique est désactivé pour : {services}.',
  },
  'payment.effect.sent_by_hand': {
    en: 'The gateway does not send it: you pay it back yourselves.',
    fr: 'La passerelle ne l’envoie pas : vous remboursez vous-même.',
  },
  'payment.undelivered': {
    en: 'Cancelled before delivery',
    fr: 'Annulé avant la livraison',
  },
})
