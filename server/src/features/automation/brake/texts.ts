import { defineProblems } from '../../../platform/problem.ts'
import { defineTexts } from '../../../platform/text.ts'

defineProblems({
  brake_list_changed: {
    status: 409,
    en: 'The list is not the one that you saw: {count} wait by now. Please look again.',
    fr: 'La liste n’est plus celle que vous avez vue : {count} attendent désormais. Vérifiez à nouveau.',
  },
})

defineTexts({
  'automation.brake.reason.too_many': {
    en: 'more than was to be expected on that day',
    fr: 'plus que prévu pour ce jour',
  },
  'automation.brake.reason.clock_jump': {
    en: 'more than a day between two runs: an outage or a wrong clock',
    fr: 'plus d’un jour entre deux passages : une panne ou une horloge fausse',
  },
  'automation.brake.reason.no_sweep_yesterday': {
    en: 'the automation did not run on the day before',
    fr: 'l’automatisation n’a pas tourné la veille',
  },
  'automation.brake.reason.gateway_unreachable': {
    en: 'a payment gateway had not answered for six hours',
    fr: 'une passerelle de paiement ne répondait plus depuis six heures',
  },
  'automation.brake.dropped.moved_on': {
    en: 'no longer wanted: paid, extended or changed meanwhile',
    fr: 'plus d’actualité : payé, prolongé ou modifié entre-temps',
  },
  'automation.brake.dropped.on_hold': { en: 'on hold', fr: 'en pause' },
  'automation.brake.dropped.answered': {
    en: 'answered already, or never held back',
    fr: 'déjà traité, ou jamais retenu',
  },
})
