import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

/** The words of another server, type or product for a service. */

defineProblems({
  server_unreachable: {
    status: 503,
    en: 'The server {name} does not answer: {message}',
    fr: 'Le serveur {name} ne répond pas : {message}',
  },
  server_unchanged: {
    status: 422,
    pointer: '/serverId',
    en: 'The service stands there already.',
    fr: 'Le service s’y trouve déjà.',
  },
  resource_not_there: {
    status: 409,
    pointer: '/serverId',
    en: '{name} has nothing that carries this service’s key: pick the resource, or leave the server.',
    fr: 'Rien ne porte la clé de ce service sur {name} : choisissez la ressource, ou gardez le serveur.',
  },
  resource_several: {
    status: 409,
    pointer: '/remoteId',
    en: 'Several resources on {name} carry this service’s key: pick one.',
    fr: 'Plusieurs ressources portent la clé de ce service sur {name} : choisissez-en une.',
  },
  resource_taken: {
    status: 409,
    pointer: '/remoteId',
    en: 'This resource belongs to another service.',
    fr: 'Cette ressource appartient à un autre service.',
  },
  resource_of_another: {
    status: 409,
    pointer: '/remoteId',
    en: 'This resource carries the key of another service or installation.',
    fr: 'Cette ressource porte la clé d’un autre service ou d’une autre installation.',
  },
  type_is_the_products: {
    status: 409,
    pointer: '/type',
    en: 'The type is its product’s: take the product away first.',
    fr: 'Le type est celui de son produit : retirez d’abord le produit.',
  },
  type_has_resource: {
    status: 409,
    pointer: '/type',
    en: 'Something stands on its server: the type cannot change.',
    fr: 'Une ressource existe sur son serveur : le type ne peut pas changer.',
  },
  type_unchanged: {
    status: 422,
    pointer: '/type',
    en: 'The service is of this type already.',
    fr: 'Le service est déjà de ce type.',
  },
  product_unchanged: {
    status: 422,
    pointer: '/productId',
    en: 'The service has this product already.',
    fr: 'Le service a déjà ce produit.',
  },
  plan_not_changeable: {
    status: 422,
    pointer: '/how',
    en: 'The plan cannot be changed on the server: choose books only.',
    fr: 'L’offre ne peut pas être changée sur le serveur : choisissez les registres seulement.',
  },
})

defineTexts({
  'problem.not_the_services_type': {
    en: 'The product must be of the type “{type}”.',
    fr: 'Le produit doit être du type « {type} ».',
  },
  'service.effect.server_changes': {
    en: 'The server changes in the books from {from} to {to}.',
    fr: 'Le serveur passe dans les registres de {from} à {to}.',
  },
  'service.effect.no_data_moves': {
    en: 'No data is moved: only what stands there already is linked.',
    fr: 'Aucune donnée n’est déplacée : seul ce qui s’y trouve déjà est relié.',
  },
  'service.effect.resource_marked': {
    en: 'The resource there is marked with this service’s key.',
    fr: 'La ressource y est marquée de la clé de ce service.',
  },
  'service.effect.resource_left': {
    en: '{remoteId} on {name} is not removed; staff are told to look after it.',
    fr: '{remoteId} n’est pas supprimée de {name} ; l’équipe est invitée à s’en occuper.',
  },
  'service.effect.type_changes': {
    en: 'The type changes from {from} to {to}; nothing is created.',
    fr: 'Le type passe de {from} à {to} ; rien n’est créé.',
  },
  'service.effect.server_given_back': {
    en: 'Its place on {name} is given back.',
    fr: 'Sa place sur {name} est rendue.',
  },
  'service.effect.product_changes': {
    en: 'The product changes from {from} to {to}.',
    fr: 'Le produit passe de {from} à {to}.',
  },
  'service.effect.plan_changes': {
    en: 'The plan is changed on the server.',
    fr: 'L’offre est changée sur le serveur.',
  },
  'service.effect.books_only': {
    en: 'Nothing changes on the server.',
    fr: 'Rien ne change sur le serveur.',
  },
  'service.effect.price': {
    en: 'The next period costs {to} instead of {from}.',
    fr: 'La prochaine période coûte {to} au lieu de {from}.',
  },
  'service.effect.price_kept': {
    en: 'The service keeps its own price: {price}.',
    fr: 'Le service garde son propre prix : {price}.',
  },
})
