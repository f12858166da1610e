import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  operation_running: {
    status: 409,
    en: 'An attempt is under way; please wait for its outcome.',
    fr: 'Une tentative est en cours ; attendez son résultat.',
  },
  operation_settled: {
    status: 409,
    en: 'This operation has come to its end.',
    fr: 'Cette opération est terminée.',
  },
  operation_waiting: {
    status: 409,
    en: 'This operation is about to start by itself.',
    fr: 'Cette opération va démarrer d’elle-même.',
  },
  operation_not_unknown: {
    status: 409,
    en: 'Only an operation whose outcome is unknown is settled by hand.',
    fr: 'Seule une opération au résultat inconnu se règle à la main.',
  },
  too_many_operations: {
    status: 409,
    en: 'More than {most} operations match: narrow the filters.',
    fr: 'Plus de {most} opérations correspondent : précisez les filtres.',
  },
  being_imported: {
    status: 409,
    en: 'The service is being imported: wait until that is finished, or give it up.',
    fr: 'Le service est en cours d’importation : attendez qu’elle soit finie, ou abandonnez-la.',
  },
  remote_id_needed: {
    status: 422,
    en: 'Say which resource was made: its id on the server.',
    fr: 'Indiquez la ressource créée : son identifiant sur le serveur.',
  },
})

defineTexts({
  'operation.tried_at_once': {
    en: 'It is tried again at once.',
    fr: 'Elle est relancée immédiatement.',
  },
  'operation.asked_at_once': {
    en: 'The server is asked at once what became of it.',
    fr: 'Le serveur est interrogé immédiatement sur son résultat.',
  },
  'operation.given_up': {
    en: 'It is not tried again; the service stays as it is.',
    fr: 'Elle n’est plus relancée ; le service reste tel quel.',
  },
  'operation.import_given_up': {
    en: 'The import is undone: the service is removed here, the resource stays on the server.',
    fr: 'L’importation est annulée : le service est retiré d’ici, la ressource reste sur le serveur.',
  },
  'operation.may_stand': {
    en: 'What it may have done on the server stays there.',
    fr: 'Ce qu’elle a pu faire sur le serveur y reste.',
  },
  'operation.settled_by_hand': {
    en: 'The service takes the outcome that you state; no server is asked.',
    fr: 'Le service prend le résultat indiqué ; aucun serveur n’est interrogé.',
  },
})
