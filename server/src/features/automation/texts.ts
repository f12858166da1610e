import { defineTexts } from '../../platform/text.ts'

defineTexts({
  'automation.step.cancel': { en: 'Cancellation', fr: 'Résiliation' },
  'automation.step.expire': {
    en: 'End for lack of payment; the data is removed',
    fr: 'Fin pour défaut de paiement ; données supprimées',
  },
  'automation.step.unsuspend': { en: 'Reactivation', fr: 'Réactivation' },
  'automation.step.suspend': { en: 'Suspension', fr: 'Suspension' },
  'automation.step.deliver': { en: 'Delivery', fr: 'Livraison' },
  'automation.step.charge': { en: 'Charge', fr: 'Prélèvement' },
  'automation.step.renew': { en: 'Free renewal', fr: 'Renouvellement gratuit' },
  'automation.step.invoice': { en: 'Renewal document', fr: 'Document de renouvellement' },
  'automation.step.final_notice': {
    en: 'Final notice before removal',
    fr: 'Dernier avis avant suppression',
  },
  'automation.step.remind': { en: 'Reminder', fr: 'Rappel' },
  'automation.step.cancel_order': {
    en: 'Cancellation of the order',
    fr: 'Annulation de la commande',
  },
  'automation.step.remind_order': { en: 'Order reminder', fr: 'Rappel de la commande' },
  'automation.step.archive': { en: 'Archiving', fr: 'Archivage' },
  'automation.because.before_expiry': {
    en: '{days} days before expiry',
    fr: '{days} jours avant l’expiration',
  },
  'automation.because.after_expiry': {
    en: '{days} days after expiry',
    fr: '{days} jours après l’expiration',
  },
  'automation.because.before_expiry.one': {
    en: 'the day before expiry',
    fr: 'la veille de l’expiration',
  },
  'automation.because.after_expiry.one': {
    en: 'a day after expiry',
    fr: 'un jour après l’expiration',
  },
  'automation.because.after_suspension.one': {
    en: 'a day after the suspension',
    fr: 'un jour après la suspension',
  },
  'automation.because.before_end.one': { en: 'the day before the end', fr: 'la veille de la fin' },
  'automation.because.after_order.one': {
    en: 'a day after the order',
    fr: 'un jour après la commande',
  },
  'automation.because.after_end.one': { en: 'a day after the end', fr: 'un jour après la fin' },
  'automation.because.after_expiry.none': { en: 'at expiry', fr: 'à l’expiration' },
  'automation.because.before_expiry.none': { en: 'at expiry', fr: 'à l’expiration' },
  'automation.because.at_expiry': { en: 'at expiry', fr: 'à l’expiration' },
  'automation.because.after_suspension': {
    en: '{days} days after the suspension',
    fr: '{days} jours après la suspension',
  },
  'automation.because.before_end': {
    en: '{days} days before the end',
    fr: '{days} jours avant la fin',
  },
  'automation.because.after_order': {
    en: '{days} days after the order',
    fr: '{days} jours après la commande',
  },
  'automation.because.order_paid': { en: 'the order is paid', fr: 'la commande est payée' },
  'automation.because.after_end': {
    en: '{days} days after the end',
    fr: '{days} jours après la fin',
  },
  'automation.because.cancellation_scheduled': {
    en: 'a cancellation is scheduled',
    fr: 'une résiliation est programmée',
  },
  'automation.because.renews_without_document': {
    en: 'its price is zero',
    fr: 'son prix est nul',
  },
  'automation.because.no_longer_overdue': {
    en: 'it is no longer overdue',
    fr: 'il n’est plus impayé',
  },
  'automation.because.on_hold': { en: 'it is held', fr: 'il est en pause' },
  'automation.because.no_cause_left': {
    en: 'no cause of the suspension is left',
    fr: 'aucune cause de suspension ne demeure',
  },
  'automation.level.default': { en: 'default', fr: 'valeur par défaut' },
  'automation.level.installation': { en: 'set for the installation', fr: 'réglage général' },
  'automation.level.group': { en: 'set for the product group', fr: 'réglage du groupe' },
  'automation.level.product': { en: 'set for the product', fr: 'réglage du produit' },
  'automation.level.customer': { en: 'set for the customer', fr: 'réglage du client' },
  'automation.level.service': { en: 'set for this service', fr: 'réglage de ce service' },
  'automation.blocked.operation': {
    en: 'waits for an operation',
    fr: 'attend une opération',
  },
  'automation.blocked.charge': { en: 'waits for a charge', fr: 'attend un prélèvement' },
  'automation.blocked.approval': { en: 'waits for approval', fr: 'attend une approbation' },
  'automation.blocked.hold': { en: 'held', fr: 'en pause' },
  'automation.blocked.staff': { en: 'waits for staff', fr: 'attend l’équipe' },
  'automation.paused': {
    en: 'The automation is paused for this service.',
    fr: 'L’automatisation est suspendue pour ce service.',
  },
})
