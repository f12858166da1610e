import { METADATA_KEYS, type MetadataKey } from '../../domain/metadata.ts'
import { defineTexts, type Language } from '../../platform/text.ts'

/** What each known key does, for the editor and the effects of a change. */
export const METADATA_MEANINGS: Readonly<Record<MetadataKey, Readonly<Record<Language, string>>>> =
  {
    max_renewals: {
      en: 'At most so many renewals in all; the service’s own field wins over it.',
      fr: 'Au plus ce nombre de renouvellements en tout ; le champ du service l’emporte.',
    },
    max_renewals_in_current_month: {
      en: 'At most so many renewals in the current calendar month.',
      fr: 'Au plus ce nombre de renouvellements durant le mois en cours.',
    },
    max_renewals_in_current_week: {
      en: 'At most so many renewals in the current week, Monday to Sunday.',
      fr: 'Au plus ce nombre de renouvellements durant la semaine en cours, du lundi au dimanche.',
    },
    disable_notify_expiration: {
      en: 'No reminders before expiry; the final notice before removal is always sent.',
      fr: 'Pas de rappels avant l’expiration ; le dernier avis avant suppression part toujours.',
    },
    disable_cancel: {
      en: 'The customer cannot cancel; a consumer keeps the end of the period, by law.',
      fr: 'Le client ne peut pas résilier ; un consommateur garde la fin de période, selon la loi.',
    },
    disable_auto_suspend: {
      en: 'The automation does not suspend, and therefore does not end.',
      fr: 'L’automatisation ne suspend pas, et ne met donc pas fin au service.',
    },
    disable_auto_terminate: {
      en: 'The automation does not end the service.',
      fr: 'L’automatisation ne met pas fin au service.',
    },
  }

export const KNOWN_KEYS = Object.keys(METADATA_KEYS) as MetadataKey[]

defineTexts(
  Object.fromEntries(KNOWN_KEYS.map((key) => [`metadata.${key}`, METADATA_MEANINGS[key]])),
)
