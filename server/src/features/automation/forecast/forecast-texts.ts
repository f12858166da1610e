import { defineProblems } from '../../../platform/problem.ts'
import { defineTexts } from '../../../platform/text.ts'

defineTexts({
  'forecast.export.at': { en: 'When', fr: 'Quand' },
  'forecast.export.step': { en: 'What', fr: 'Quoi' },
  'forecast.export.number': { en: 'Number', fr: 'Numéro' },
  'forecast.export.service': { en: 'Service', fr: 'Service' },
  'forecast.export.customer': { en: 'Customer', fr: 'Client' },
  'forecast.export.net': { en: 'Before tax', fr: 'Hors taxes' },
  'forecast.export.tax': { en: 'Tax', fr: 'Taxe' },
  'forecast.export.gross': { en: 'With tax', fr: 'Toutes taxes comprises' },
  'forecast.export.received': { en: 'Received', fr: 'Encaissé' },
  'forecast.export.currency': { en: 'Currency', fr: 'Devise' },
  'forecast.export.because': { en: 'Why', fr: 'Pourquoi' },
  'forecast.export.blocked': { en: 'Waits for', fr: 'En attente de' },
  'forecast.export.held': { en: 'Brake', fr: 'Garde-fou' },
  'forecast.held': { en: 'would be held', fr: 'serait retenu' },
  'forecast.export.mail': { en: 'Mail', fr: 'E-mail' },
  'forecast.export.mailAt': { en: 'Mail leaves', fr: 'Départ de l’e-mail' },
  'forecast.payment.customer': { en: 'Payment', fr: 'Paiement' },
  'forecast.payment.charge': { en: 'Automatic payment', fr: 'Paiement automatique' },
})

defineProblems({
  days_backwards: {
    status: 422,
    en: 'The last day comes before the first.',
    fr: 'Le dernier jour précède le premier.',
  },
  outside_forecast: {
    status: 422,
    en: 'A day of the forecast: from {from} to {to}.',
    fr: 'Un jour de la prévision : du {from} au {to}.',
  },
})
