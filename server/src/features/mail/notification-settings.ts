import { field } from '@berth/sdk'
import { z } from 'zod'
import { defineSettings } from '../settings/sections.ts'

const sent = (en: string, fr: string) =>
  z
    .boolean()
    .default(true)
    .meta(field({ label: { en, fr } }))

/**
 * Which mails about services customers get, by the mail's name. What the law or the customer's
 * money needs is not among them: orders, documents, receipts, final notices and accounts always go out;
 * reminders have their days in the policy.
 */
export const notificationSettings = defineSettings(
  'notifications',
  z.object({
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
