import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  cycle_does_not_renew: {
    status: 409,
    en: 'A service without a term is not renewed.',
    fr: 'Un service sans échéance ne se renouvelle pas.',
  },
  cancellation_scheduled: {
    status: 409,
    en: 'A cancellation is scheduled; undo it first.',
    fr: 'Une résiliation est programmée ; annulez-la d’abord.',
  },
  max_renewals: {
    status: 409,
    en: 'The limit of {limit} renewals is reached.',
    fr: 'La limite de {limit} renouvellements est atteinte.',
  },
  month_limit: {
    status: 409,
    en: 'The limit of {limit} renewals in a month is reached; possible again from {from}.',
    fr: 'La limite de {limit} renouvellements par mois est atteinte ; à nouveau possible à partir du {from}.',
  },
  week_limit: {
    status: 409,
    en: 'The limit of {limit} renewals in a week is reached; possible again from {from}.',
    fr: 'La limite de {limit} renouvellements par semaine est atteinte ; à nouveau possible à partir du {from}.',
  },
  never_renews: {
    status: 409,
    en: 'This service may not be renewed.',
    fr: 'Ce service ne peut pas être renouvelé.',
  },
  grace_passed: {
    status: 409,
    en: 'It could be renewed until {until}.',
    fr: 'Le renouvellement était possible jusqu’au {until}.',
  },
  cycle_not_priced: {
    status: 422,
    pointer: '/cycle',
    en: 'This product has no price for that cycle and currency.',
    fr: 'Ce produit n’a pas de tarif pour ce cycle et cette devise.',
  },
  option_not_priced: {
    status: 422,
    pointer: '/cycle',
    en: 'An option of this service has no price for that cycle.',
    fr: 'Une option de ce service n’a pas de tarif pour ce cycle.',
  },
  document_not_usable: {
    status: 422,
    en: 'Only an open document of the same customer and currency can take the renewal.',
    fr: 'Seul un document ouvert du même client et dans la même devise peut recevoir le renouvellement.',
  },
  cycle_unchanged: {
    status: 409,
    en: 'The service has this cycle already.',
    fr: 'Le service a déjà cette périodicité.',
  },
  no_open_renewal: {
    status: 409,
    en: 'No renewal is open.',
    fr: 'Aucun renouvellement n’est en attente.',
  },
})

defineTexts({
  'renewal.effect.document': {
    en: 'A document over {price} is opened; once paid, the service runs until {until}.',
    fr: 'Un document de {price} est créé ; une fois payé, le service court jusqu’au {until}.',
  },
  'renewal.effect.existing': {
    en: 'The open renewal is shown; it runs until {until} once paid.',
    fr: 'Le renouvellement en attente est affiché ; payé, il court jusqu’au {until}.',
  },
  'renewal.effect.free': {
    en: 'It costs nothing: the service runs until {until} at once.',
    fr: 'C’est gratuit : le service court aussitôt jusqu’au {until}.',
  },
  'renewal.effect.overridden': {
    en: 'This goes over a limit: {limit}',
    fr: 'Ceci dépasse une limite : {limit}',
  },
  'renewal.effect.withdrawn': {
    en: 'The renewal and its line are withdrawn; nothing is renewed.',
    fr: 'Le renouvellement et sa ligne sont retirés ; rien n’est renouvelé.',
  },
  'renewal.effect.cycle_changed': {
    en: 'From the next period: {newPrice} ({to}) instead of {oldPrice} ({from}).',
    fr: 'Dès la prochaine période : {newPrice} ({to}) au lieu de {oldPrice} ({from}).',
  },
  'renewal.line': {
    en: '{what}: {from} – {until}',
    fr: '{what} : {from} – {until}',
  },
})
