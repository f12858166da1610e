import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  webhook_disabled: {
    status: 409,
    en: 'This webhook is switched off.',
    fr: 'Ce webhook est désactivé.',
  },
  webhook_delivery_waiting: {
    status: 409,
    en: 'This delivery is about to be sent by itself.',
    fr: 'Cet envoi va partir de lui-même.',
  },
})

defineTexts({
  'problem.webhook_url': {
    en: 'An address like https://example.com/hook, without a user name or password.',
    fr: 'Une adresse comme https://exemple.fr/hook, sans identifiant ni mot de passe.',
  },
  'problem.webhook_private_target': {
    en: '{host} leads to a private address. Such targets are refused unless BERTH_WEBHOOKS_PRIVATE=1 is set.',
    fr: '{host} mène à une adresse privée. Ces cibles sont refusées sauf si BERTH_WEBHOOKS_PRIVATE=1 est défini.',
  },
  'problem.webhook_unknown_event': {
    en: 'There is no event “{event}”.',
    fr: 'L’événement « {event} » n’existe pas.',
  },
  'webhook.unknown_host': {
    en: 'Saved, but no address is known for {host} at present: until there is one, nothing can be sent to it.',
    fr: 'Enregistré, mais aucune adresse n’est connue pour {host} à cet instant : tant qu’il n’y en a pas, rien ne peut y être envoyé.',
  },
  'webhook.test_message': {
    en: 'A test of your webhook “{name}”.',
    fr: 'Un essai de votre webhook « {name} ».',
  },
  'webhook.field.customer': { en: 'Customer', fr: 'Client' },
  'webhook.field.product': { en: 'Product', fr: 'Produit' },
  'webhook.field.amount': { en: 'Amount', fr: 'Montant' },
  'webhook.field.status': { en: 'Status', fr: 'Statut' },
  'webhook.field.expires': { en: 'Expiry', fr: 'Expiration' },
  'webhook.field.error': { en: 'Error', fr: 'Erreur' },
  'webhook.field.reason': { en: 'Reason', fr: 'Raison' },
})
