import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  drift_being_fixed: {
    status: 409,
    en: 'A fix is under way.',
    fr: 'Une correction est en cours.',
  },
  drift_settled: {
    status: 409,
    en: 'This difference is settled.',
    fr: 'Cet écart est réglé.',
  },
  drift_open: { status: 409, en: 'It is open already.', fr: 'Cet écart est déjà ouvert.' },
  drift_not_ignored: { status: 409, en: 'It is not ignored.', fr: 'Cet écart n’est pas ignoré.' },
  drift_server_deleted: {
    status: 409,
    en: 'The server was deleted since.',
    fr: 'Le serveur a été supprimé depuis.',
  },
  drift_service_deleted: {
    status: 409,
    en: 'The service was deleted since.',
    fr: 'Le service a été supprimé depuis.',
  },
  drift_other_installation: {
    status: 409,
    en: 'It carries another installation’s key: it is not ours to change.',
    fr: 'Elle porte la clé d’une autre installation : il ne nous appartient pas de la modifier.',
  },
  drift_delete_instead: {
    status: 409,
    en: 'Remove the resource there, or import it.',
    fr: 'Supprimez la ressource sur le serveur, ou importez-la.',
  },
  drift_import_instead: {
    status: 409,
    en: 'Import the resource, or remove it there.',
    fr: 'Importez la ressource, ou supprimez-la sur le serveur.',
  },
  drift_fix_server_instead: {
    status: 409,
    en: 'Fix the server: the service’s removal is asked for again.',
    fr: 'Corrigez le serveur : la suppression du service est redemandée.',
  },
  drift_not_leftover: {
    status: 409,
    en: 'Only resources that belong to nobody are removed here.',
    fr: 'Seules les ressources qui n’appartiennent à personne sont supprimées ici.',
  },
  drift_not_orphan: {
    status: 409,
    en: 'Only a resource that no service has can be imported.',
    fr: 'Seule une ressource sans service peut être importée.',
  },
  drift_has_service: {
    status: 409,
    en: 'It carries the key of a service of ours.',
    fr: 'Elle porte la clé d’un de nos services.',
  },
  drift_linked: {
    status: 409,
    en: 'A service has this resource in the books.',
    fr: 'Un service a cette ressource dans les registres.',
  },
  drift_outdated: {
    status: 409,
    en: 'The books have changed since; look at the server again.',
    fr: 'Les registres ont changé depuis ; consultez de nouveau le serveur.',
  },
  drift_on_former_server: {
    status: 409,
    en: 'The service stands on another server by now.',
    fr: 'Le service se trouve désormais sur un autre serveur.',
  },
  drift_module_cannot: {
    status: 409,
    en: 'The module cannot do this.',
    fr: 'Le module ne sait pas le faire.',
  },
  drift_cannot_single_out: {
    status: 409,
    en: 'The module could not leave the service’s own resource alone. Remove this one at the provider.',
    fr: 'Le module ne pourrait pas épargner la ressource du service. Supprimez celle-ci chez le fournisseur.',
  },
  drift_confirm_id: {
    status: 422,
    pointer: '/confirm',
    en: 'Type the id of the resource to confirm.',
    fr: 'Saisissez l’identifiant de la ressource pour confirmer.',
  },
  drift_books_lack_it: {
    status: 409,
    en: 'The books do not know this resource any more.',
    fr: 'Les registres ne connaissent plus cette ressource.',
  },
  drift_batch_nothing: {
    status: 409,
    en: 'There is nothing to do: every row is skipped.',
    fr: 'Il n’y a rien à faire : toutes les lignes sont ignorées.',
  },
  drift_batch_over: { status: 409, en: 'It is over already.', fr: 'Ce lot est déjà terminé.' },
  drift_batch_stopped: {
    status: 409,
    en: '{name} may not do this any more.',
    fr: '{name} n’en a plus le droit.',
  },
  drift_count_to_confirm: {
    status: 422,
    pointer: '/typedCount',
    en: 'Type the number of resources, {n}, to confirm.',
    fr: 'Saisissez le nombre de ressources, {n}, pour confirmer.',
  },
  reconciliation_running: {
    status: 409,
    en: 'The server is being compared at this moment.',
    fr: 'Le serveur est en cours de comparaison.',
  },
  reconciliation_not_possible: {
    status: 409,
    en: 'Resources of this type cannot be listed.',
    fr: 'Les ressources de ce type ne peuvent pas être listées.',
  },
})

defineTexts({
  'problem.drift_none_selected': {
    en: 'No difference matches: choose at least one.',
    fr: 'Aucun écart ne correspond : choisissez-en au moins un.',
  },
  'problem.drift_too_many': {
    en: 'At most {max} at once. Narrow the selection.',
    fr: 'Au plus {max} à la fois. Restreignez la sélection.',
  },
  'problem.drift_no_product': {
    en: 'No product on sale stands for this plan: choose one.',
    fr: 'Aucun produit en vente ne correspond à cette offre : choisissez-en un.',
  },
  'problem.drift_several_products': {
    en: 'Several products stand for this plan: choose one.',
    fr: 'Plusieurs produits correspondent à cette offre : choisissez-en un.',
  },
  'drift.kind.orphan_resource': { en: 'Unknown resource', fr: 'Ressource inconnue' },
  'drift.kind.missing_resource': { en: 'Missing resource', fr: 'Ressource absente' },
  'drift.kind.duplicate_resource': { en: 'Duplicate resource', fr: 'Ressource en double' },
  'drift.kind.running_though_suspended': {
    en: 'Running though suspended',
    fr: 'En marche bien que suspendue',
  },
  'drift.kind.suspended_though_active': {
    en: 'Suspended though active',
    fr: 'Suspendue bien qu’active',
  },
  'drift.kind.alive_though_ended': {
    en: 'Still there though ended',
    fr: 'Toujours là bien que terminée',
  },
  'drift.kind.wrong_plan': { en: 'Wrong plan', fr: 'Mauvaise offre' },
  'drift.kind.wrong_owner': { en: 'Wrong owner', fr: 'Mauvais propriétaire' },
  'drift.books.nothing': { en: 'Unknown here', fr: 'Inconnue ici' },
  'drift.books.foreign': {
    en: 'Another installation’s key',
    fr: 'Clé d’une autre installation',
  },
  'drift.books.elsewhere': {
    en: 'The service has another resource',
    fr: 'Le service a une autre ressource',
  },
  'drift.books.another': {
    en: 'The service has {remoteId}',
    fr: 'Le service a {remoteId}',
  },
  'drift.books.status': { en: 'Service {status}', fr: 'Service {status}' },
  'drift.books.status_because': {
    en: 'Service {status} ({causes})',
    fr: 'Service {status} ({causes})',
  },
  'drift.books.plan': { en: 'Plan {plan}', fr: 'Offre {plan}' },
  'drift.books.owner': { en: 'Owner {owner}', fr: 'Propriétaire {owner}' },
  'drift.server.absent': { en: 'Not there', fr: 'Absente' },
  'drift.server.unseen': { en: 'Not listed yet', fr: 'Pas encore listée' },
  'drift.server.running': { en: 'Running', fr: 'En marche' },
  'drift.server.stopped': { en: 'Stopped', fr: 'Arrêtée' },
  'drift.server.suspended': { en: 'Suspended', fr: 'Suspendue' },
  'drift.server.changing': { en: 'Changing', fr: 'En cours de modification' },
  'drift.server.plan': { en: 'Plan {plan}', fr: 'Offre {plan}' },
  'drift.server.owner': { en: 'Owner {owner}', fr: 'Propriétaire {owner}' },
  'drift.effect.server.running_though_suspended': {
    en: 'The server is asked to suspend it again; the customer is not mailed.',
    fr: 'Le serveur est prié de la suspendre de nouveau ; le client n’est pas prévenu.',
  },
  'drift.effect.server.suspended_though_active': {
    en: 'The server is asked to let it run again; the customer is not mailed.',
    fr: 'Le serveur est prié de la réactiver ; le client n’est pas prévenu.',
  },
  'drift.effect.server.alive_though_ended': {
    en: 'The server is asked to remove the resource and its data.',
    fr: 'Le serveur est prié de supprimer la ressource et ses données.',
  },
  'drift.effect.server.wrong_plan': {
    en: 'The server is asked for the plan of the service’s product.',
    fr: 'L’offre du produit du service est demandée au serveur.',
  },
  'drift.effect.server.wrong_owner': {
    en: 'The resource is handed to the service’s customer.',
    fr: 'La ressource est remise au client du service.',
  },
  'drift.effect.owner_accepted': {
    en: 'The owner that the server names is taken as right; nothing else changes.',
    fr: 'Le propriétaire indiqué par le serveur est accepté ; rien d’autre ne change.',
  },
  'drift.effect.deleted': {
    en: '{remoteId} on {name} is removed with its data. This cannot be undone.',
    fr: '{remoteId} sur {name} est supprimée avec ses données. C’est irréversible.',
  },
  'drift.effect.imported': {
    en: 'A service is made for the resource, without a document.',
    fr: 'Un service est créé pour la ressource, sans document.',
  },
  'drift.effect.imported_as': {
    en: 'The service “{name}” is made for the resource, without a document.',
    fr: 'Le service « {name} » est créé pour la ressource, sans document.',
  },
  'drift.effect.ignored': {
    en: 'It is left aside; it settles by itself when its cause vanishes.',
    fr: 'L’écart est laissé de côté ; il se règle de lui-même si sa cause disparaît.',
  },
  'drift.effect.reopened': { en: 'It waits for staff again.', fr: 'L’écart attend de nouveau.' },
  'drift.effect.stopped': {
    en: 'The removal is not tried again.',
    fr: 'La suppression n’est plus retentée.',
  },
  'drift.waits.off': {
    en: 'The comparison is switched off in the settings.',
    fr: 'La comparaison est désactivée dans les réglages.',
  },
  'drift.waits.suspended': {
    en: 'Staff paused all calls to the server.',
    fr: 'L’équipe a suspendu les appels à ce serveur.',
  },
  'drift.waits.paused': {
    en: 'Calls to the server are paused.',
    fr: 'Les appels à ce serveur sont en pause.',
  },
  'drift.waits.broken': {
    en: 'The server does not answer at present.',
    fr: 'Le serveur ne répond pas pour le moment.',
  },
  'drift.waits.module': {
    en: 'Its module is not installed.',
    fr: 'Son module n’est pas installé.',
  },
})
