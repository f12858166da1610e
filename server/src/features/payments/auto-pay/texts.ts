import { defineProblems } from '../../../platform/problem.ts'
import { defineTexts } from '../../../platform/text.ts'

defineProblems({
  auto_pay_not_recurring: {
    status: 409,
    en: 'This service does not renew: there is nothing to pay automatically.',
    fr: 'Ce service ne se renouvelle pas : il n’y a rien à payer automatiquement.',
  },
  auto_pay_cancelling: {
    status: 409,
    en: 'A cancellation is planned. Undo it first.',
    fr: 'Une résiliation est programmée. Annulez-la d’abord.',
  },
  auto_pay_after_expiry: {
    status: 409,
    en: 'The service has expired. Pay its invoice first.',
    fr: 'Le service est échu. Payez d’abord sa facture.',
  },
  auto_pay_no_method: {
    status: 409,
    en: 'No payment method is stored.',
    fr: 'Aucun moyen de paiement n’est enregistré.',
  },
  auto_pay_unknown_method: {
    status: 422,
    pointer: '/methodId',
    en: 'This payment method does not exist.',
    fr: 'Ce moyen de paiement n’existe pas.',
  },
  auto_pay_is_off: {
    status: 409,
    en: 'Automatic payment is off.',
    fr: 'Le paiement automatique est désactivé.',
  },
  method_in_use: {
    status: 409,
    en: 'Paid automatically with it: {services}.',
    fr: 'Payés automatiquement avec ce moyen : {services}.',
  },
})

defineTexts({
  'service.effect.auto_pay_on': {
    en: 'Renewals are charged to {method}, from {days} days before the expiry.',
    fr: 'Les renouvellements sont prélevés sur {method}, à partir de {days} jours avant l’échéance.',
  },
  'service.effect.auto_pay_on_default': {
    en: 'Renewals are charged to the default payment method, {method} at present, from {days} days before the expiry.',
    fr: 'Les renouvellements sont prélevés sur le moyen de paiement par défaut, actuellement {method}, à partir de {days} jours avant l’échéance.',
  },
  'service.effect.auto_pay_credit': {
    en: 'Credit is used first.',
    fr: 'Le crédit est utilisé en premier.',
  },
  'service.effect.charge_now': {
    en: 'The open renewal is charged at once. It counts as an attempt.',
    fr: 'Le renouvellement en attente est prélevé tout de suite. Cela compte comme une tentative.',
  },
  'service.effect.auto_pay_stopped': {
    en: 'Renewals are paid by hand from here on. A charge that is under way goes on.',
    fr: 'Les renouvellements se paient désormais manuellement. Un prélèvement en cours se poursuit.',
  },
})
