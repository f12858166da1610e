import { field } from '@berth/sdk'
import { z } from 'zod'
import { defineSettings } from '../settings/sections.ts'

const sent = (en: string, fr: string) =>
  z
    .boolean()
    .default(true)
    .meta(field({ label: { en, fr } }))

/**
 * Which mails customers get, by the mail's name. What the law or the customer's money needs is not
 * among them and always goes out: the catalogue of mails says of each why.
 */
export const notificationSettings = defineSettings(
  'notifications',
  z.object({
    order_reminder: sent('An order waits for its payment', 'Une commande attend son paiement'),
    payment_received: sent('A part was paid', 'Une partie a été payée'),
    payment_refused: sent('A payment was refused', 'Un paiement a été refusé'),
    service_delivered: sent('A service is ready', 'Un service est prêt'),
    service_redelivered: sent('A service was set up anew', 'Un service a été remis en place'),
    service_suspended: sent('A service was suspended', 'Un service a été suspendu'),
    service_reactivated: sent('A service runs again', 'Un service fonctionne à nouveau'),
    service_renewed: sent(
      'A service was renewed free of charge',
      'Un service a été renouvelé gratuitement',
    ),
    cancellation_requested: sent('A cancellation is scheduled', 'Une résiliation est programmée'),
    cancellation_undone: sent('A cancellation was undone', 'Une résiliation a été annulée'),
    service_given_away: sent('A service went to somebody else', 'Un service a changé de client'),
    service_received: sent('A service was received', 'Un service a été reçu'),
  }),
)
