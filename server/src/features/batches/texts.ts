import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  unknown_bulk_action: {
    status: 422,
    en: 'This cannot be done to many services at once.',
    fr: 'Cette action ne peut pas porter sur plusieurs services à la fois.',
  },
  nothing_selected: {
    status: 422,
    en: 'No service matches: choose at least one.',
    fr: 'Aucun service ne correspond : choisissez-en au moins un.',
  },
  too_many_selected: {
    status: 422,
    en: 'A batch holds at most {max} services. Narrow the selection.',
    fr: 'Un lot contient au plus {max} services. Restreignez la sélection.',
  },
  batch_planning: {
    status: 409,
    en: 'The preview is still being made.',
    fr: 'L’aperçu est encore en préparation.',
  },
  batch_not_planned: {
    status: 409,
    en: 'The batch was confirmed or discarded already.',
    fr: 'Le lot a déjà été confirmé ou abandonné.',
  },
  batch_nothing_to_do: {
    status: 409,
    en: 'There is nothing to do: every service is skipped.',
    fr: 'Il n’y a rien à faire : tous les services sont ignorés.',
  },
  count_to_confirm: {
    status: 422,
    pointer: '/count',
    en: 'Type the number of services, {n}, to confirm.',
    fr: 'Saisissez le nombre de services, {n}, pour confirmer.',
  },
  batch_not_running: {
    status: 409,
    en: 'The batch is not running.',
    fr: 'Le lot n’est pas en cours.',
  },
  batch_not_paused: {
    status: 409,
    en: 'The batch is not paused.',
    fr: 'Le lot n’est pas suspendu.',
  },
  batch_no_rest: {
    status: 409,
    en: 'No service waits for its turn any more.',
    fr: 'Plus aucun service n’attend son tour.',
  },
  batch_no_failed: {
    status: 409,
    en: 'No service has failed.',
    fr: 'Aucun service n’est en échec.',
  },
  batch_not_over: {
    status: 409,
    en: 'Possible once the batch is paused or over.',
    fr: 'Possible lorsque le lot est en pause ou terminé.',
  },
  batch_no_undo: {
    status: 409,
    en: 'This action cannot be undone.',
    fr: 'Cette action ne peut pas être annulée.',
  },
  batch_none_done: {
    status: 409,
    en: 'Nothing was done, so there is nothing to undo.',
    fr: 'Rien n’a été fait : il n’y a rien à annuler.',
  },
  batch_undo_open: {
    status: 409,
    en: 'Batch {number} already undoes this one.',
    fr: 'Le lot {number} annule déjà celui-ci.',
  },
  batch_stopped: {
    status: 409,
    en: '{name} may not do this any more; somebody who may can resume the batch.',
    fr: '{name} n’en a plus le droit ; une personne habilitée peut reprendre le lot.',
  },
  changed_since: {
    status: 409,
    en: 'The service was changed since.',
    fr: 'Le service a été modifié depuis.',
  },
  was_so_before: {
    status: 409,
    en: 'It was so before the batch: there is nothing to put back.',
    fr: 'Il en était déjà ainsi avant le lot : il n’y a rien à rétablir.',
  },
  not_undoable: {
    status: 409,
    en: 'This cannot be taken back for this service.',
    fr: 'Cela ne peut pas être annulé pour ce service.',
  },
  operation_superseded: {
    status: 409,
    en: 'A newer change of the service took its place.',
    fr: 'Une modification plus récente du service l’a remplacée.',
  },
  operation_abandoned: {
    status: 409,
    en: 'The operation was given up.',
    fr: 'L’opération a été abandonnée.',
  },
})

defineTexts({
  'batch.error': {
    en: 'Something went wrong on our side; nothing was changed.',
    fr: 'Une erreur est survenue de notre côté ; rien n’a été modifié.',
  },
  'batch.effect.confirm': {
    en: 'It begins at once: {n} services.',
    fr: 'Il commence aussitôt : {n} services.',
  },
  'batch.effect.pause': {
    en: 'No further service is begun; what is on a server goes on.',
    fr: 'Aucun autre service n’est entamé ; ce qui est sur un serveur continue.',
  },
  'batch.effect.resume': { en: 'It goes on in your name.', fr: 'Il reprend en votre nom.' },
  'batch.effect.cancel_rest': {
    en: '{n} services are left as they are.',
    fr: '{n} services restent tels quels.',
  },
  'batch.effect.retry': {
    en: 'The {n} failed services are tried again.',
    fr: 'Les {n} services en échec sont retentés.',
  },
  'batch.effect.discard': { en: 'Nothing is done.', fr: 'Rien n’est fait.' },
  'batch.effect.undo': {
    en: 'A new batch is prepared: you see what it puts back before you confirm it.',
    fr: 'Un nouveau lot est préparé : vous voyez ce qu’il rétablit avant de le confirmer.',
  },
  'batch.effect.restored': {
    en: 'The values before the batch are put back.',
    fr: 'Les valeurs d’avant le lot sont rétablies.',
  },
  'batch.effect.suspended_again': {
    en: 'The service is suspended again for {causes}.',
    fr: 'Le service est de nouveau suspendu pour {causes}.',
  },
  'batch.effect.cause_taken': {
    en: 'The cause is taken back; the service stays suspended for {causes}.',
    fr: 'La cause est retirée ; le service reste suspendu pour {causes}.',
  },
  'batch.effect.renewal_again': {
    en: 'The renewal that was open before is asked for again, on a new document.',
    fr: 'Le renouvellement ouvert auparavant est redemandé, sur un nouveau document.',
  },
  'batch.leaves.mails': {
    en: 'Mails that were sent stay sent.',
    fr: 'Les e-mails envoyés restent envoyés.',
  },
  'batch.leaves.documents': {
    en: 'Renewals that are paid stay; mails that were sent stay sent.',
    fr: 'Les renouvellements payés demeurent ; les e-mails envoyés restent envoyés.',
  },
})
