import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  stale_form: {
    status: 409,
    en: 'Somebody changed this in the meantime. Please load it again.',
    fr: 'Quelqu’un a modifié cet élément entre-temps. Veuillez le recharger.',
  },
})

defineTexts({
  'settings.unknown_time_zone': { en: 'Unknown time zone.', fr: 'Fuseau horaire inconnu.' },
  'settings.unknown_currency': { en: 'Unknown currency.', fr: 'Devise inconnue.' },
  'settings.unknown_country': {
    en: 'A country code of two letters, like FR.',
    fr: 'Un code de pays à deux lettres, comme FR.',
  },
})
