import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  transfer_unpaid: {
    status: 409,
    en: 'Its documents are still to be paid: {documents}. Have them paid or given up first.',
    fr: 'Des documents restent à payer : {documents}. Faites-les payer ou annulez-les d’abord.',
  },
  transfer_renewal_open: {
    status: 422,
    pointer: '/openRenewal',
    en: 'A renewal is open on {documents}: withdraw it with the transfer.',
    fr: 'Un renouvellement est en attente sur {documents} : retirez-le avec le transfert.',
  },
  transfer_same_customer: {
    status: 422,
    pointer: '/customerId',
    en: 'The service is this customer’s already.',
    fr: 'Le service appartient déjà à ce client.',
  },
  transfer_other_currency: {
    status: 422,
    pointer: '/customerId',
    en: 'The service is priced in {currency}, this customer pays in {theirs}.',
    fr: 'Le prix du service est en {currency}, ce client paie en {theirs}.',
  },
})

defineTexts({
  'service.effect.transferred': {
    en: 'The service goes from {from} to {to}; both are told by mail.',
    fr: 'Le service passe de {from} à {to} ; les deux sont prévenus par e-mail.',
  },
  'service.effect.documents_stay': {
    en: 'Documents and payments so far stay where they are.',
    fr: 'Les documents et paiements passés restent où ils sont.',
  },
  'service.effect.auto_pay_off': {
    en: 'Auto-pay is switched off.',
    fr: 'Le paiement automatique est désactivé.',
  },
  'service.effect.cancellation_cleared': {
    en: 'The scheduled cancellation is taken back.',
    fr: 'La résiliation programmée est annulée.',
  },
  'service.effect.server_told': {
    en: 'The server is told of the new owner.',
    fr: 'Le serveur est informé du nouveau propriétaire.',
  },
  'service.effect.server_untold': {
    en: 'The server is not told: its module knows no owners.',
    fr: 'Le serveur n’est pas informé : son module ne connaît pas de propriétaires.',
  },
})
