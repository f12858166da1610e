import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  unknown_reason: {
    status: 422,
    en: 'Choose one of the reasons.',
    fr: 'Choisissez l’une des raisons.',
  },
  reason_for_other_way: {
    status: 422,
    en: 'This reason is for the other way to cancel.',
    fr: 'Cette raison vaut pour l’autre façon de résilier.',
  },
  reason_in_use: {
    status: 409,
    en: 'Services were cancelled for this reason. Archive it instead: it stays in the statistics and is no longer offered.',
    fr: 'Des services ont été résiliés pour cette raison. Archivez-la plutôt : elle reste dans les statistiques et n’est plus proposée.',
  },
  dates_reversed: {
    status: 422,
    en: 'The first day must not be later than the last.',
    fr: 'Le premier jour ne doit pas être postérieur au dernier.',
  },
  too_many_days: {
    status: 422,
    en: 'Ten years at most.',
    fr: 'Dix ans au plus.',
  },
  not_all_reasons: {
    status: 422,
    en: 'Name every reason once.',
    fr: 'Indiquez chaque raison une fois.',
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
  'cancellation.no_product': { en: 'Custom services', fr: 'Services personnalisés' },
  'cancellation.csv.reason': { en: 'Reason', fr: 'Raison' },
  'cancellation.csv.product': { en: 'Product', fr: 'Produit' },
  'cancellation.csv.total': { en: 'Cancellations', fr: 'Résiliations' },
  'cancellation.csv.end_of_period': { en: 'End of period', fr: 'Fin de période' },
  'cancellation.csv.now': { en: 'At once', fr: 'Immédiates' },
  'cancellation.csv.by_customer': { en: 'By customers', fr: 'Par les clients' },
  'cancellation.csv.by_staff': { en: 'By staff', fr: 'Par l’équipe' },
})
