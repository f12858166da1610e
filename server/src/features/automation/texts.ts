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
  'automation.step.change_price': { en: 'New price', fr: 'Nouveau prix' },
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
  'automation.because.price_planned': {
    en: 'the announced price change',
    fr: 'changement de prix annoncé',
  },
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
  'automation.words.paid_until': {
    en: 'It is then paid until {day}.',
    fr: 'Il est alors payé jusqu’au {day}.',
  },
  'automation.words.delivered': {
    en: 'It is then set up for you.',
    fr: 'Il est alors mis en place pour vous.',
  },
  'automation.words.runs_again': {
    en: 'It is switched on again at once.',
    fr: 'Il est réactivé aussitôt.',
  },
  'automation.words.stays_suspended': {
    en: 'It stays suspended until our team lifts the suspension.',
    fr: 'Il reste suspendu jusqu’à ce que notre équipe lève la suspension.',
  },
  'automation.words.runs_until': {
    en: 'It runs as before until {day}.',
    fr: 'Il fonctionne comme avant jusqu’au {day}.',
  },
  'automation.words.lost_at_end': {
    en: 'On {day} it ends: its data is removed for good. Copy what you need before.',
    fr: 'Le {day}, il prend fin : ses données sont supprimées définitivement. Copiez avant ce dont vous avez besoin.',
  },
  'automation.words.invoice_withdrawn': {
    en: 'The renewal waiting for payment is withdrawn.',
    fr: 'Le renouvellement en attente de paiement est retiré.',
  },
  'automation.words.undo_until': {
    en: 'You can undo this until {day}.',
    fr: 'Vous pouvez revenir sur cette décision jusqu’au {day}.',
  },
  'automation.words.lost_now': {
    en: 'It ends at once: its data is removed for good.',
    fr: 'Il prend fin immédiatement : ses données sont supprimées définitivement.',
  },
  'automation.words.ends_now': {
    en: 'It ends at once.',
    fr: 'Il prend fin immédiatement.',
  },
  'automation.words.time_lost': {
    en: 'It is paid until {day}; the time left is not given back.',
    fr: 'Il est payé jusqu’au {day} ; le temps restant n’est pas remboursé.',
  },
  'automation.words.becomes_credit': {
    en: 'What you paid becomes credit in your account.',
    fr: 'Ce que vous avez payé devient un crédit sur votre compte.',
  },
  'automation.words.no_undo': {
    en: 'This cannot be undone.',
    fr: 'C’est irréversible.',
  },
  'automation.words.invoice': {
    en: 'On {day} we send the invoice for the next period.',
    fr: 'Le {day}, nous envoyons la facture de la période suivante.',
  },
  'automation.words.charge': {
    en: 'On {day} we charge your payment method.',
    fr: 'Le {day}, nous débitons votre moyen de paiement.',
  },
  'automation.words.renew': {
    en: 'On {day} it renews by itself, free of charge.',
    fr: 'Le {day}, il se renouvelle de lui-même, gratuitement.',
  },
  'automation.words.suspend': {
    en: 'If it is not paid, it is suspended on {day}.',
    fr: 'Sans paiement, il est suspendu le {day}.',
  },
  'automation.words.expire': {
    en: 'If it is still not paid, it ends on {day} and its data is removed.',
    fr: 'Toujours sans paiement, il prend fin le {day} et ses données sont supprimées.',
  },
  'automation.words.cancel': {
    en: 'On {day} it ends, as was asked, and its data is removed.',
    fr: 'Le {day}, il prend fin comme demandé et ses données sont supprimées.',
  },
  'automation.words.costs': {
    en: 'From the next period on it costs {price} ({cycle}).',
    fr: 'À partir de la prochaine période, il coûte {price} ({cycle}).',
  },
  'automation.words.costs_taxed': {
    en: 'From the next period on it costs {price} ({cycle}), {gross} with VAT.',
    fr: 'À partir de la prochaine période, il coûte {price} ({cycle}), soit {gross} TTC.',
  },
})
