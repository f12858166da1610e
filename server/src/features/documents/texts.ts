import { defineProblems } from '../../platform/problem.ts'

defineProblems({
  document_not_open: {
    status: 409,
    en: 'Only an open document can be changed; this one is issued or void.',
    fr: 'Seul un document ouvert est modifiable ; celui-ci est émis ou annulé.',
  },
  document_not_issued: {
    status: 409,
    en: 'Only an issued invoice can be credited.',
    fr: 'Seule une facture émise peut faire l’objet d’un avoir.',
  },
  nothing_to_credit: {
    status: 409,
    en: 'These lines are credited already, or are not on this invoice.',
    fr: 'Ces lignes ont déjà fait l’objet d’un avoir ou ne sont pas sur cette facture.',
  },
})
