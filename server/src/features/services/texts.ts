import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  wrong_status: {
    status: 409,
    en: 'Not possible while the service is {status}.',
    fr: 'Impossible tant que le service est dans l’état « {status} ».',
  },
  already_requested: {
    status: 409,
    en: 'This is already under way.',
    fr: 'Cette action est déjà en cours.',
  },
  operation_open: {
    status: 409,
    en: 'Not possible while an operation is under way.',
    fr: 'Impossible tant qu’une opération est en cours.',
  },
  cause_not_permitted: {
    status: 422,
    pointer: '/cause',
    en: 'This cause cannot be used here.',
    fr: 'Cette cause ne peut pas être utilisée ici.',
  },
  causes_remain: {
    status: 409,
    en: 'Other causes of the suspension remain: {causes}.',
    fr: 'D’autres causes de suspension demeurent : {causes}.',
  },
  hold_needed: {
    status: 422,
    pointer: '/holdUntil',
    en: 'The service is still overdue: say until when it may run.',
    fr: 'Le service est toujours impayé : indiquez jusqu’à quand il peut fonctionner.',
  },
  suspension_not_confirmed: {
    status: 409,
    en: 'The suspension is not confirmed yet.',
    fr: 'La suspension n’est pas encore confirmée.',
  },
  no_cause: { status: 409, en: 'No cause stands.', fr: 'Aucune cause en vigueur.' },
  staff_cause: {
    status: 409,
    en: 'The service is suspended by our team ({causes}). Please contact us.',
    fr: 'Le service est suspendu par notre équipe ({causes}). Veuillez nous contacter.',
  },
  disabled: {
    status: 409,
    en: 'Switched off for this service ({by}).',
    fr: 'Désactivé pour ce service ({by}).',
  },
  only_now: {
    status: 422,
    pointer: '/when',
    en: 'A service without a term can only be cancelled at once.',
    fr: 'Un service sans échéance ne peut être résilié qu’immédiatement.',
  },
  already_scheduled: {
    status: 409,
    en: 'A cancellation is already scheduled.',
    fr: 'Une résiliation est déjà programmée.',
  },
  not_scheduled: {
    status: 409,
    en: 'No cancellation is scheduled.',
    fr: 'Aucune résiliation n’est programmée.',
  },
  confirmation_needed: {
    status: 422,
    pointer: '/confirm',
    en: 'Type the name of the service to confirm.',
    fr: 'Saisissez le nom du service pour confirmer.',
  },
  expiry_needed: {
    status: 422,
    pointer: '/expiresAt',
    en: 'An expiry in the future is needed.',
    fr: 'Une date d’expiration future est nécessaire.',
  },
  no_module: {
    status: 409,
    en: 'No delivery module looks after the type “{type}”.',
    fr: 'Aucun module de livraison ne gère le type « {type} ».',
  },
  no_place: {
    status: 409,
    en: 'No server of this type has a free place.',
    fr: 'Aucun serveur de ce type n’a de place libre.',
  },
  not_ended: {
    status: 409,
    en: 'Terminate the service first.',
    fr: 'Terminez d’abord le service.',
  },
  removal_not_confirmed: {
    status: 409,
    en: 'The server has not confirmed the removal yet.',
    fr: 'Le serveur n’a pas encore confirmé la suppression.',
  },
  date_in_past: {
    status: 422,
    pointer: '/until',
    en: 'This date has passed.',
    fr: 'Cette date est passée.',
  },
  no_expiry: {
    status: 409,
    en: 'A service for life has no expiry to move.',
    fr: 'Un service à vie n’a pas d’expiration à déplacer.',
  },
  expiry_too_far: {
    status: 422,
    pointer: '/days',
    en: 'An expiry is at the latest on 1 January 2200.',
    fr: 'Une expiration ne va pas au-delà du 1er janvier 2200.',
  },
  renewal_is_open: {
    status: 422,
    pointer: '/openRenewal',
    en: 'A renewal is open: keep it as it was asked for, or withdraw and remake it.',
    fr: 'Un renouvellement est en attente : conservez-le tel quel, ou retirez-le et refaites-le.',
  },
  not_held: { status: 409, en: 'The service is not held.', fr: 'Le service n’est pas en pause.' },
  already_ended: { status: 409, en: 'The service has ended.', fr: 'Le service a pris fin.' },
  panel_unavailable: {
    status: 503,
    en: 'The server does not answer just now. Please try again in a moment.',
    fr: 'Le serveur ne répond pas pour le moment. Veuillez réessayer dans un instant.',
  },
  panel_action_disabled: {
    status: 409,
    en: 'This is not possible just now.',
    fr: 'Impossible pour le moment.',
  },
  resource_elsewhere: {
    status: 409,
    en: 'A resource with this key exists already.',
    fr: 'Une ressource portant cette clé existe déjà.',
  },
})

defineTexts({
  'problem.type_needed': {
    en: 'A service without a product needs a type.',
    fr: 'Un service sans produit a besoin d’un type.',
  },
  'problem.not_the_products_type': {
    en: 'The product is of the type “{type}”.',
    fr: 'Le produit est du type « {type} ».',
  },
  'problem.name_needed': {
    en: 'A service without a product needs a name.',
    fr: 'Un service sans produit a besoin d’un nom.',
  },
  'problem.price_needed': {
    en: 'A service without a product needs a price in {currency}.',
    fr: 'Un service sans produit a besoin d’un prix en {currency}.',
  },
  'problem.term_needs_expiry': {
    en: 'A service that renews needs an expiry.',
    fr: 'Un service renouvelable a besoin d’une date d’expiration.',
  },
  'problem.no_expiry_for_life': {
    en: 'A service that is paid once or free has no expiry.',
    fr: 'Un service à paiement unique ou gratuit n’expire pas.',
  },
  'problem.term_has_open_renewal': {
    en: 'A renewal is open: withdraw it first. What is paid once or free is not renewed.',
    fr: 'Un renouvellement est en attente : retirez-le d’abord. Ce qui est à paiement unique ou gratuit ne se renouvelle pas.',
  },
  'problem.term_has_cancellation': {
    en: 'A cancellation is scheduled for the end of the period: undo it first, or cancel now.',
    fr: 'Une résiliation est programmée pour la fin de la période : annulez-la d’abord, ou résiliez maintenant.',
  },
  'problem.expiry_has_passed': {
    en: 'This date has passed: confirm it. A service that becomes overdue by it is not suspended for 24 hours.',
    fr: 'Cette date est passée : confirmez-la. Un service qui devient impayé de ce fait n’est pas suspendu avant 24 heures.',
  },
  'problem.server_useless': {
    en: 'This type has no server.',
    fr: 'Ce type n’a pas de serveur.',
  },
  'problem.no_server_of_type': {
    en: 'There is no such server of this type.',
    fr: 'Aucun serveur de ce type ne correspond.',
  },
  'problem.server_takes_none': {
    en: 'The server takes no new service: it is full, closed or unhealthy.',
    fr: 'Le serveur ne prend pas de nouveau service : il est plein, fermé ou défaillant.',
  },
  'service.effect.expires': {
    en: 'The service runs until {until}.',
    fr: 'Le service court jusqu’au {until}.',
  },
  'service.effect.overdue_grace': {
    en: 'It becomes overdue; it is not suspended for 24 hours.',
    fr: 'Il devient impayé ; il n’est pas suspendu avant 24 heures.',
  },
  'service.effect.made_pending': {
    en: 'The service waits as pending until it is delivered.',
    fr: 'Le service reste en attente jusqu’à sa livraison.',
  },
  'service.effect.made_and_delivered': {
    en: 'The service is made and delivered at once.',
    fr: 'Le service est créé et livré immédiatement.',
  },
  'service.effect.no_document': {
    en: 'No invoice is made.',
    fr: 'Aucune facture n’est créée.',
  },
  'service.effect.deliver': {
    en: 'The resource is created; the service becomes active.',
    fr: 'La ressource est créée ; le service devient actif.',
  },
  'service.effect.suspend': {
    en: 'The service is stopped on its server; its data is kept.',
    fr: 'Le service est arrêté sur son serveur ; ses données sont conservées.',
  },
  'service.effect.cause_added': {
    en: 'The service is suspended already; it carries one cause more.',
    fr: 'Le service est déjà suspendu ; il porte une cause de plus.',
  },
  'service.effect.unsuspend': {
    en: 'The service runs again.',
    fr: 'Le service fonctionne à nouveau.',
  },
  'service.effect.cause_removed': {
    en: 'The cause is removed; the service stays suspended for {causes}.',
    fr: 'La cause est retirée ; le service reste suspendu pour {causes}.',
  },
  'service.effect.hold': {
    en: 'No suspension and no end until {until}.',
    fr: 'Ni suspension ni fin avant le {until}.',
  },
  'service.effect.hold_open': {
    en: 'No suspension and no end until the hold is released.',
    fr: 'Ni suspension ni fin tant que la pause n’est pas levée.',
  },
  'service.effect.release': {
    en: 'The automation goes on as usual.',
    fr: 'L’automatisation reprend normalement.',
  },
  'service.effect.terminate': {
    en: 'The resource and its data are removed from the server. This cannot be undone.',
    fr: 'La ressource et ses données sont supprimées du serveur. C’est irréversible.',
  },
  'service.effect.end': {
    en: 'The service ends; nothing stands on a server.',
    fr: 'Le service prend fin ; rien n’existe sur un serveur.',
  },
  'service.effect.cancel_at_end': {
    en: 'The service runs until {date} and then ends; nothing more is invoiced.',
    fr: 'Le service fonctionne jusqu’au {date} puis prend fin ; plus rien n’est facturé.',
  },
  'service.effect.undo_cancel': {
    en: 'The service goes on and is renewed as before.',
    fr: 'Le service continue et se renouvelle comme avant.',
  },
  'service.effect.redeliver': {
    en: 'The resource and its data are removed, then it is created again.',
    fr: 'La ressource et ses données sont supprimées, puis elle est recréée.',
  },
  'service.effect.rename': {
    en: 'The service gets a new name.',
    fr: 'Le service reçoit un nouveau nom.',
  },
  'service.effect.delete': {
    en: 'The service disappears from the lists; its documents and its history stay.',
    fr: 'Le service disparaît des listes ; ses documents et son historique restent.',
  },
  'service.effect.pause_automation': {
    en: 'The automation leaves the service alone until it is resumed.',
    fr: 'L’automatisation laisse le service tranquille jusqu’à la reprise.',
  },
  'service.client.preparing': {
    en: 'Your service is being prepared.',
    fr: 'Votre service est en cours de préparation.',
  },
  'service.client.unpaid': {
    en: 'Your service is prepared as soon as it is paid for.',
    fr: 'Votre service sera préparé dès son paiement.',
  },
  'service.client.applying': {
    en: 'A change is being applied.',
    fr: 'Une modification est en cours d’application.',
  },
  'service.client.suspended': { en: 'Suspended: {causes}.', fr: 'Suspendu : {causes}.' },
  'service.status.pending': { en: 'pending', fr: 'en attente' },
  'service.status.active': { en: 'active', fr: 'actif' },
  'service.status.suspended': { en: 'suspended', fr: 'suspendu' },
  'service.status.expired': { en: 'expired', fr: 'expiré' },
  'service.status.terminated': { en: 'terminated', fr: 'terminé' },
  'service.status.cancelled': { en: 'cancelled', fr: 'annulé' },
  'service.cause.overdue': { en: 'overdue', fr: 'impayé' },
  'service.cause.term_ended': { en: 'term ended', fr: 'durée écoulée' },
  'service.cause.abuse': { en: 'abuse', fr: 'abus' },
  'service.cause.request': { en: 'on request', fr: 'sur demande' },
  'service.cause.dispute': { en: 'dispute', fr: 'litige' },
  'service.cause.other': { en: 'other', fr: 'autre' },
})
