import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  unknown_reason: {
    status: 422,
    en: 'Choose one of the reasons.',
    fr: 'Choisissez l’une des raisons.',
  },
  paid_choice_needed: {
    status: 422,
    pointer: '/paid',
    en: 'It is paid for and not delivered: say whether the money becomes credit, is refunded or kept.',
    fr: 'Il est payé et non livré : indiquez si l’argent devient un crédit, est remboursé ou conservé.',
  },
  cancellation_not_undoable: {
    status: 409,
    en: 'The cancellation has taken effect.',
    fr: 'La résiliation a pris effet.',
  },
})

defineTexts({
  'cancellation.no_reason': { en: 'No reason provided', fr: 'Aucune raison indiquée' },
})
