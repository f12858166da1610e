import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  no_discount: {
    status: 409,
    en: 'No coupon takes anything off this service.',
    fr: 'Aucun code promo ne réduit le prix de ce service.',
  },
  option_not_there: {
    status: 422,
    pointer: '/id',
    en: 'The service has no such option.',
    fr: 'Le service n’a pas cette option.',
  },
})

defineTexts({
  'problem.option_not_offered': {
    en: 'The option has no price for this cycle in {currency}. Type one.',
    fr: 'L’option n’a pas de prix en {currency} pour cette périodicité. Saisissez-en un.',
  },
  'problem.option_without_value': {
    en: 'With this value the service would not have the option.',
    fr: 'Avec cette valeur, le service n’aurait pas l’option.',
  },
  'service_option.effect.added': {
    en: '{option} is added; the next period costs {price}.',
    fr: '{option} est ajouté ; la prochaine période coûte {price}.',
  },
  'service_option.effect.changed': {
    en: '{option}; the next period costs {price}.',
    fr: '{option} ; la prochaine période coûte {price}.',
  },
  'service_option.effect.removed': {
    en: '{option} is removed; the next period costs {price}.',
    fr: '{option} est retiré ; la prochaine période coûte {price}.',
  },
  'service_option.effect.discount_removed': {
    en: '{code} takes nothing off any more; the next period costs {price}.',
    fr: '{code} ne s’applique plus ; la prochaine période coûte {price}.',
  },
  'service_option.effect.on_server': {
    en: 'The server is asked to change it there too.',
    fr: 'Le serveur reçoit la demande de le modifier aussi.',
  },
  'service_option.effect.books': {
    en: 'Nothing changes on the server: this type does not do it by itself.',
    fr: 'Rien ne change sur le serveur : ce type ne le fait pas de lui-même.',
  },
  'service_option.effect.document': {
    en: 'A document over {amount} before tax is opened.',
    fr: 'Un document de {amount} hors taxe éventuelle est créé.',
  },
})
