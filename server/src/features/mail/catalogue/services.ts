import { type CatalogueEntry, words as w } from './entry.ts'
import { day, due, service, transfer } from './parts.ts'
import { flag, list, maybe, maybeGroup, text, texts } from './variable.ts'

const connection = list(w('How to reach it', 'Comment y accéder'), {
  label: text(w('What it is', 'De quoi il s’agit'), w('Address', 'Adresse')),
  value: maybe(w('The value; empty for a secret', 'La valeur ; vide pour un secret'), '192.0.2.10'),
})

const expiresOn = day('The expiry', 'L’expiration')

export const serviceCatalogue = {
  service_delivered: {
    name: w('Service ready', 'Service prêt'),
    description: w('When a service was delivered.', 'Quand un service a été livré.'),
    audience: 'customer',
    variables: { ...service, connection },
  },
  service_redelivered: {
    name: w('Service redelivered', 'Service relivré'),
    description: w(
      'When a service was removed and created again.',
      'Quand un service a été supprimé puis recréé.',
    ),
    audience: 'customer',
    variables: { ...service, connection },
  },
  service_suspended: {
    name: w('Service suspended', 'Service suspendu'),
    description: w('When a service was suspended.', 'Quand un service a été suspendu.'),
    audience: 'customer',
    variables: {
      ...service,
      causes: text(w('Why, in words', 'Pourquoi, en mots'), w('overdue', 'impayé')),
      messages: texts(
        w('What staff wrote to the customer', 'Ce que l’équipe a écrit au client'),
        w('Please contact us.', 'Merci de nous contacter.'),
      ),
      restarts: flag(
        w('It starts again by itself once paid', 'Il redémarre de lui-même une fois payé'),
      ),
      overdue: maybeGroup(
        w('What is to pay, if that is the cause', 'Le reste à payer, si c’en est la cause'),
        { ...due, transfer },
      ),
    },
  },
  service_reactivated: {
    name: w('Service reactivated', 'Service réactivé'),
    description: w('When a service runs again.', 'Quand un service fonctionne à nouveau.'),
    audience: 'customer',
    variables: service,
  },
  service_expired: {
    name: w('Service expired', 'Service expiré'),
    description: w(
      'When a service was removed because it was not paid.',
      'Quand un service impayé a été supprimé.',
    ),
    audience: 'customer',
    duty: 'end',
    variables: service,
  },
  service_term_ended: {
    name: w('End of the term', 'Service arrivé à son terme'),
    description: w(
      'When a service ended that could not be renewed.',
      'Quand un service qui ne pouvait être renouvelé a pris fin.',
    ),
    audience: 'customer',
    duty: 'end',
    variables: service,
  },
  service_cancelled: {
    name: w('Service cancelled', 'Service résilié'),
    description: w('When a cancellation took effect.', 'Quand une résiliation prend effet.'),
    audience: 'customer',
    duty: 'end',
    variables: service,
  },
  service_terminated: {
    name: w('Service terminated', 'Service terminé'),
    description: w('When staff ended a service.', 'Quand l’équipe a mis fin à un service.'),
    audience: 'customer',
    duty: 'end',
    variables: service,
  },
  cancellation_requested: {
    name: w('Cancellation requested', 'Résiliation demandée'),
    description: w(
      'When a cancellation at the end of the period is scheduled or its date moves.',
      'Quand une résiliation en fin de période est programmée ou que sa date change.',
    ),
    audience: 'customer',
    variables: { ...service, endsOn: day('The day it ends', 'Le jour de la fin') },
  },
  cancellation_undone: {
    name: w('Cancellation undone', 'Résiliation annulée'),
    description: w('When a cancellation was undone.', 'Quand une résiliation a été annulée.'),
    audience: 'customer',
    variables: service,
  },
  service_given_away: {
    name: w('Service given away', 'Service cédé'),
    description: w(
      'To the former customer, when a service is transferred.',
      'À l’ancien client, quand un service est transféré.',
    ),
    audience: 'customer',
    variables: service,
  },
  service_received: {
    name: w('Service received', 'Service repris'),
    description: w(
      'To the new customer, when a service is transferred.',
      'Au nouveau client, quand un service est transféré.',
    ),
    audience: 'customer',
    variables: service,
  },
  service_renewed: {
    name: w('Service renewed', 'Service renouvelé'),
    description: w(
      'When a service was renewed free of charge. A paid renewal stands on the receipt.',
      'Quand un service a été renouvelé gratuitement. Un renouvellement payé figure sur le reçu.',
    ),
    audience: 'customer',
    variables: { ...service, expiresOn },
  },
} as const satisfies Record<string, CatalogueEntry>
