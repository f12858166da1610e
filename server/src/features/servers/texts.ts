import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  server_paused: {
    status: 409,
    en: 'The server is paused.',
    fr: 'Le serveur est en pause.',
  },
  server_not_paused: {
    status: 409,
    en: 'Nothing holds the calls to this server back.',
    fr: 'Rien ne retient les appels vers ce serveur.',
  },
  server_has_services: {
    status: 409,
    en: 'Services belong to this server, perhaps ended ones. It cannot be deleted.',
    fr: 'Des services dépendent de ce serveur, peut-être terminés. Impossible de le supprimer.',
  },
  server_group_in_use: {
    status: 409,
    en: 'Servers or products belong to this group. It cannot be deleted.',
    fr: 'Des serveurs ou des produits dépendent de ce groupe. Impossible de le supprimer.',
  },
  choices_unavailable: {
    status: 503,
    en: 'The list cannot be loaded from the server at the moment.',
    fr: 'La liste ne peut pas être chargée depuis le serveur pour le moment.',
  },
})

defineTexts({
  'problem.unknown_server': { en: 'There is no such server.', fr: 'Ce serveur n’existe pas.' },
  'server.tested': {
    en: 'The credentials are tried, and what is found is kept.',
    fr: 'Les identifiants sont essayés et le résultat est conservé.',
  },
  'problem.name_taken': { en: 'This name is taken.', fr: 'Ce nom est déjà pris.' },
  'problem.type_without_server': {
    en: 'This type has no server.',
    fr: 'Ce type n’a pas de serveur.',
  },
  'server.calls_stop': {
    en: 'No call reaches the server until it is resumed; operations wait, and no new service is placed on it.',
    fr: 'Aucun appel n’est envoyé au serveur jusqu’à sa reprise ; les opérations attendent et aucun nouveau service n’y est placé.',
  },
  'server.calls_go_on': {
    en: 'Operations that wait for the server go on.',
    fr: 'Les opérations en attente pour ce serveur reprennent.',
  },
})
