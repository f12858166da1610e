import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  view_name_taken: {
    status: 409,
    pointer: '/name',
    en: 'You have a view of this name already.',
    fr: 'Vous avez déjà une vue de ce nom.',
  },
  too_many_views: {
    status: 409,
    en: 'You have {most} views of this list. Delete one first.',
    fr: 'Vous avez {most} vues de cette liste. Supprimez-en une d’abord.',
  },
})

defineTexts({
  'view.too_long': { en: 'Too many filters.', fr: 'Trop de filtres.' },
})
