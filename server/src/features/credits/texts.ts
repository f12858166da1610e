import { defineProblems } from '../../platform/problem.ts'

defineProblems({
  credit_too_low: {
    status: 409,
    en: 'There is not enough credit.',
    fr: 'Le crédit client est insuffisant.',
  },
  document_not_payable: {
    status: 409,
    en: 'There is nothing to pay on this document.',
    fr: 'Il n’y a rien à payer sur ce document.',
  },
  amount_not_positive: {
    status: 422,
    en: 'An amount above zero.',
    fr: 'Un montant supérieur à zéro.',
  },
  more_than_due: {
    status: 422,
    en: 'This is more than what is due.',
    fr: 'Ce montant dépasse le reste à payer.',
  },
})
