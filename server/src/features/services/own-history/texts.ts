import { type Catalogue, defineTexts } from '../../../platform/text.ts'

/** Entry of the history → the customer's words for it. What is missing here they do not read. */
const WORDS: Catalogue = {
  created: { en: 'It was ordered.', fr: 'Il a été commandé.' },
  delivered: {
    en: 'It was set up and is ready to use.',
    fr: 'Il a été mis en place et est prêt à l’emploi.',
  },
  adopted: { en: 'It was added to your account.', fr: 'Il a été ajouté à votre compte.' },
  transferred: { en: 'It was transferred to you.', fr: 'Il vous a été transféré.' },
  renamed: {
    en: 'Renamed from “{from}” to “{to}”.',
    fr: 'Renommé de « {from} » en « {to} ».',
  },
  renewal_requested: {
    en: 'A further period was asked for.',
    fr: 'Une nouvelle période a été demandée.',
  },
  renewal_withdrawn: {
    en: 'The renewal waiting for payment was withdrawn.',
    fr: 'Le renouvellement en attente de paiement a été retiré.',
  },
  renewed: { en: 'Renewed: paid until {until}.', fr: 'Renouvelé : payé jusqu’au {until}.' },
  renewal_reversed: {
    en: 'A renewal was taken back: paid until {until}.',
    fr: 'Un renouvellement a été repris : payé jusqu’au {until}.',
  },
  start_reversed: {
    en: 'The first period was taken back, with its money.',
    fr: 'La première période a été reprise, avec son montant.',
  },
  suspended: { en: 'It was suspended.', fr: 'Il a été suspendu.' },
  'suspended.overdue': {
    en: 'It was suspended because its invoice was not paid.',
    fr: 'Il a été suspendu car sa facture n’a pas été payée.',
  },
  'suspended.term_ended': {
    en: 'It was suspended because its term has ended.',
    fr: 'Il a été suspendu car son terme est passé.',
  },
  reactivated: { en: 'It runs again.', fr: 'Il fonctionne à nouveau.' },
  redelivered: { en: 'It was set up anew.', fr: 'Il a été mis en place à nouveau.' },
  reinstalled: { en: 'It was reinstalled.', fr: 'Il a été réinstallé.' },
  power_changed: {
    en: 'It was started, stopped or restarted.',
    fr: 'Il a été démarré, arrêté ou redémarré.',
  },
  password_reset: { en: 'Its password was changed.', fr: 'Son mot de passe a été changé.' },
  plan_changed: { en: 'Its plan was changed.', fr: 'Sa formule a changé.' },
  product_changed: { en: 'Its product was changed.', fr: 'Son produit a changé.' },
  secret_revealed: {
    en: 'Access details were shown.',
    fr: 'Des données d’accès ont été affichées.',
  },
  cancellation_requested: {
    en: 'Its cancellation was asked for.',
    fr: 'Sa résiliation a été demandée.',
  },
  'cancellation_requested.end_of_period': {
    en: 'It was cancelled for the end of the paid period.',
    fr: 'Il a été résilié pour la fin de la période payée.',
  },
  'cancellation_requested.now': {
    en: 'It was cancelled at once.',
    fr: 'Il a été résilié immédiatement.',
  },
  cancellation_undone: {
    en: 'The cancellation was taken back.',
    fr: 'La résiliation a été annulée.',
  },
  cancelled: {
    en: 'It ended, as was asked. Its data is removed.',
    fr: 'Il a pris fin, comme demandé. Ses données sont supprimées.',
  },
  expired: {
    en: 'It ended because it was not renewed. Its data is removed.',
    fr: 'Il a pris fin faute de renouvellement. Ses données sont supprimées.',
  },
  terminated: {
    en: 'It was ended. Its data is removed.',
    fr: 'Il a pris fin. Ses données sont supprimées.',
  },
  cycle_changed: {
    en: 'From the next period on it is billed {cycle}, {price}.',
    fr: 'À partir de la prochaine période, facturation : {cycle}, {price}.',
  },
  edited: { en: 'Its terms were changed.', fr: 'Ses conditions ont changé.' },
  'edited.until': {
    en: 'Its terms were changed: paid until {until}.',
    fr: 'Ses conditions ont changé : payé jusqu’au {until}.',
  },
  days_added: {
    en: 'It was given more time: paid until {until}.',
    fr: 'Il a été prolongé : payé jusqu’au {until}.',
  },
  days_subtracted: {
    en: 'Its term was shortened: paid until {until}.',
    fr: 'Son terme a été avancé : payé jusqu’au {until}.',
  },
  auto_pay_on: {
    en: 'Automatic payment was switched on.',
    fr: 'Le paiement automatique a été activé.',
  },
  auto_pay_off: {
    en: 'Automatic payment was switched off.',
    fr: 'Le paiement automatique a été désactivé.',
  },
  auto_pay_stopped: {
    en: 'Automatic payment was stopped.',
    fr: 'Le paiement automatique a été arrêté.',
  },
}

defineTexts({
  ...Object.fromEntries(Object.entries(WORDS).map(([kind, text]) => [`service.own.${kind}`, text])),
  'service.own.by.you': { en: 'you', fr: 'vous' },
  'service.own.by.team': { en: 'our team', fr: 'notre équipe' },
  'service.own.by.team_for_you': {
    en: 'our team on your behalf',
    fr: 'notre équipe en votre nom',
  },
  'service.own.by.itself': { en: 'automatically', fr: 'automatiquement' },
})

/** The kinds of entries that a customer reads; what staff note for themselves is none of them. */
export const TOLD_KINDS: readonly string[] = Object.keys(WORDS)
  .filter((kind) => !kind.includes('.'))
  .map((kind) => `service.${kind}`)
