import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  resource_linked: {
    status: 409,
    en: 'A service has this resource already.',
    fr: 'Un service a déjà cette ressource.',
  },
  resources_unavailable: {
    status: 503,
    en: 'The server does not tell what exists there: {message}',
    fr: 'Le serveur ne dit pas ce qu’il contient : {message}',
  },
})

defineTexts({
  'problem.linked_to': {
    en: 'This resource belongs to the service #{number} {name}.',
    fr: 'Cette ressource appartient au service #{number} {name}.',
  },
  'problem.chosen_twice': {
    en: 'This resource is chosen twice.',
    fr: 'Cette ressource est choisie deux fois.',
  },
  'problem.cannot_adopt': {
    en: 'The module of this type cannot take over what exists: create a service instead.',
    fr: 'Le module de ce type ne sait pas reprendre l’existant : créez plutôt un service.',
  },
  'import.effect.services': {
    en: '{count} services are made for what exists on the server; nothing is changed there but our mark.',
    fr: '{count} services sont créés pour ce qui existe sur le serveur ; seule notre marque y est ajoutée.',
  },
})
