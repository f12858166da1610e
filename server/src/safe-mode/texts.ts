import { defineProblems } from '../platform/problem.ts'
import { defineTexts } from '../platform/text.ts'

defineProblems({
  not_in_safe_mode: {
    status: 409,
    en: 'Berth is not in safe mode, or stays in it for good as a copy.',
    fr: 'Berth n’est pas en mode sans échec, ou y reste définitivement en tant que copie.',
  },
  not_looked_at: {
    status: 409,
    en: 'Please look at what would run first: it was not shown in the last hour, or safe mode began anew.',
    fr: 'Consultez d’abord ce qui serait exécuté : l’aperçu date de plus d’une heure ou le mode sans échec a recommencé.',
  },
})

defineTexts({
  'problem.last_number_missing': {
    en: 'Please give the last number used; {last} where none is missing.',
    fr: 'Indiquez le dernier numéro utilisé ; {last} s’il n’en manque aucun.',
  },
  'problem.last_number_too_low': {
    en: 'These books already hold number {last}.',
    fr: 'Ces livres contiennent déjà le numéro {last}.',
  },
  'problem.unknown_series': {
    en: 'There is no such series.',
    fr: 'Cette série n’existe pas.',
  },
})
