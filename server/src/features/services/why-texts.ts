import { defineTexts } from '../../platform/text.ts'

/** The one line that says why a service is in its state: for staff, and plainly for customers. */
defineTexts({
  'service.why': {
    en: '{status} since {since}: {reason}',
    fr: '{status} depuis le {since} : {reason}',
  },
  'service.why.unknown': { en: '{status}.', fr: '{status}.' },
  'service.why.by': { en: '{what} by {who}', fr: '{what} par {who}' },
  'service.why.noted': { en: '{reason} (“{note}”)', fr: '{reason} (« {note} »)' },
  'service.why.and': { en: '{first}; {second}', fr: '{first} ; {second}' },
  'service.why.sentence': { en: '{reason}.', fr: '{reason}.' },
  'service.why.what.pending': { en: 'made', fr: 'créé' },
  'service.why.what.active': { en: 'started', fr: 'démarré' },
  'service.why.what.suspended': { en: 'suspended', fr: 'suspendu' },
  'service.why.what.expired': { en: 'ended', fr: 'arrêté' },
  'service.why.what.terminated': { en: 'terminated', fr: 'terminé' },
  'service.why.what.cancelled': { en: 'cancelled', fr: 'annulé' },
  'service.why.what.edited': { en: 'status written by hand', fr: 'état écrit à la main' },
  'service.why.what.cause': { en: '{cause}, suspended', fr: '{cause}, suspendu' },
  'service.why.who.automation': { en: 'the automation', fr: 'l’automatisation' },
  'service.why.who.gateway': { en: 'the payment', fr: 'le paiement' },
  'service.why.who.system': { en: 'the program', fr: 'le programme' },
  'service.why.who.customer': { en: 'the customer ({name})', fr: 'le client ({name})' },
  'service.why.policy': { en: '{reason}: {rule}', fr: '{reason} : {rule}' },
  'service.why.policy_level': {
    en: '{reason}: {rule} (set by: {level})',
    fr: '{reason} : {rule} (réglé par : {level})',
  },
  'service.why.batch': { en: '{reason}, batch {number}', fr: '{reason}, lot {number}' },
  'service.why.owes': {
    en: '{amount} of {document} are still to be paid',
    fr: 'il reste {amount} à payer sur {document}',
  },
  'service.why.waits.payment': {
    en: 'it waits for its payment',
    fr: 'il attend son paiement',
  },
  'service.why.waits.approval': {
    en: 'it waits for staff to approve the delivery',
    fr: 'il attend l’accord de l’équipe pour la livraison',
  },
  'service.why.waits.manual': {
    en: 'it waits for staff to deliver it',
    fr: 'il attend d’être livré par l’équipe',
  },
  'service.why.failed': {
    en: 'an operation has failed',
    fr: 'une opération a échoué',
  },
  'service.why.under_way': {
    en: 'an operation is under way',
    fr: 'une opération est en cours',
  },
  'service.why.rule.after_expiry': {
    en: 'unpaid {days} days after its expiry',
    fr: 'impayé {days} jours après son expiration',
  },
  'service.why.rule.after_expiry.none': {
    en: 'unpaid at its expiry',
    fr: 'impayé à son expiration',
  },
  'service.why.rule.after_expiry.one': {
    en: 'unpaid a day after its expiry',
    fr: 'impayé un jour après son expiration',
  },
  'service.why.rule.term_ended': {
    en: 'its term is over and it may not be renewed',
    fr: 'sa durée est écoulée et il ne peut pas être renouvelé',
  },
  'service.why.rule.after_suspension': {
    en: 'still suspended {days} days after its suspension',
    fr: 'toujours suspendu {days} jours après sa suspension',
  },
  'service.why.rule.after_suspension.one': {
    en: 'still suspended a day after its suspension',
    fr: 'toujours suspendu un jour après sa suspension',
  },
  'service.why.rule.cancellation_scheduled': {
    en: 'a cancellation was scheduled for the end of the period',
    fr: 'une résiliation était programmée pour la fin de la période',
  },
  'service.why.rule.order_paid': { en: 'its order was paid', fr: 'sa commande a été payée' },
  'service.why.rule.no_longer_overdue': {
    en: 'it is paid again',
    fr: 'il est de nouveau payé',
  },
  'service.why.rule.on_hold': { en: 'it is held', fr: 'il est en pause' },
  'service.why.rule.no_cause_left': {
    en: 'no cause of the suspension was left',
    fr: 'aucune cause de suspension ne demeurait',
  },
  'service.why.client.active': { en: 'Your service is running.', fr: 'Votre service fonctionne.' },
  'service.why.client.active_until': {
    en: 'Your service is running and paid until {until}.',
    fr: 'Votre service fonctionne et est payé jusqu’au {until}.',
  },
  'service.why.client.ends_on': {
    en: 'Your service is running until {until}; then it ends, as you asked.',
    fr: 'Votre service fonctionne jusqu’au {until}, puis prend fin, comme demandé.',
  },
  'service.why.client.lapsed': {
    en: 'Your service is running but was paid only until {until}.',
    fr: 'Votre service fonctionne, mais n’était payé que jusqu’au {until}.',
  },
  'service.why.client.owes': {
    en: 'Your service has been suspended since {since} because {amount} of {document} are still to be paid; it starts again as soon as they are.',
    fr: 'Votre service est suspendu depuis le {since} car il reste {amount} à payer sur {document} ; il redémarre dès le paiement.',
  },
  'service.why.client.overdue': {
    en: 'Your service has been suspended since {since} because it was not renewed in time; it starts again once a renewal is paid.',
    fr: 'Votre service est suspendu depuis le {since} car il n’a pas été renouvelé à temps ; il redémarre dès qu’un renouvellement est payé.',
  },
  'service.why.client.term_ended': {
    en: 'Your service has been suspended since {since} because its term is over and it cannot be renewed.',
    fr: 'Votre service est suspendu depuis le {since} car sa durée est écoulée et il ne peut pas être renouvelé.',
  },
  'service.why.client.by_staff': {
    en: 'Our team has suspended your service since {since} ({causes}); please contact us.',
    fr: 'Notre équipe a suspendu votre service depuis le {since} ({causes}) ; contactez-nous.',
  },
  'service.why.client.expired': {
    en: 'Your service ended on {since} because it was not renewed; its data was removed.',
    fr: 'Votre service a pris fin le {since}, faute de renouvellement ; ses données ont été supprimées.',
  },
  'service.why.client.terminated': {
    en: 'Our team ended your service on {since}.',
    fr: 'Notre équipe a mis fin à votre service le {since}.',
  },
  'service.why.client.cancelled': {
    en: 'Your service was cancelled and ended on {since}.',
    fr: 'Votre service a été résilié et a pris fin le {since}.',
  },
})
