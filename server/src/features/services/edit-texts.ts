import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

/** The words of the edits that only staff make: status, place, product, owner, rules and data. */

defineProblems({
  status_unchanged: {
    status: 422,
    pointer: '/status',
    en: 'The service has this status already.',
    fr: 'Le service est déjà dans cet état.',
  },
  cause_needed: {
    status: 422,
    pointer: '/cause',
    en: 'A suspended service needs a cause.',
    fr: 'Un service suspendu a besoin d’une cause.',
  },
  expiry_useless: {
    status: 422,
    pointer: '/expiresAt',
    en: 'An expiry has no meaning here: leave it empty.',
    fr: 'Une date d’expiration n’a pas de sens ici : laissez ce champ vide.',
  },
  status_edit_unread: {
    status: 422,
    pointer: '/confirm',
    en: 'Confirm that you have read what this edit does not do.',
    fr: 'Confirmez avoir lu ce que cette modification ne fait pas.',
  },
  too_many_keys: {
    status: 422,
    pointer: '/metadata',
    en: 'At most {most} keys.',
    fr: 'Au plus {most} clés.',
  },
  nothing_changes: {
    status: 422,
    en: 'Nothing would change.',
    fr: 'Rien ne changerait.',
  },
})

defineTexts({
  'problem.price_in_currency': {
    en: 'The currency changes: give this price in {currency}.',
    fr: 'La devise change : indiquez ce prix en {currency}.',
  },
  'service.effect.still_overdue': {
    en: 'It is still overdue: say until when it may run, for example {until}.',
    fr: 'Il est toujours impayé : indiquez jusqu’à quand il peut fonctionner, par exemple le {until}.',
  },
  'service.effect.policy_field': {
    en: '{field}: {to} ({level}), was {from}.',
    fr: '{field} : {to} ({level}), auparavant {from}.',
  },
  'service.effect.metadata_set': {
    en: '“{key}” becomes “{value}”.',
    fr: '« {key} » devient « {value} ».',
  },
  'service.effect.metadata_removed': {
    en: '“{key}” is removed.',
    fr: '« {key} » est supprimée.',
  },
  'service.effect.order_data': {
    en: 'The order data changes; what stands on the server does not. It is used at the next delivery.',
    fr: 'Les données de commande changent, pas ce qui existe sur le serveur. Elles serviront à la prochaine livraison.',
  },
  'service.effect.status_edit': {
    en: 'Only the books change: no server is asked, nothing is created, stopped or removed, and the customer is not told.',
    fr: 'Seuls les registres changent : aucun serveur n’est appelé, rien n’est créé, arrêté ni supprimé, et le client n’est pas prévenu.',
  },
  'service.effect.status_edit_to': {
    en: 'The status changes from “{from}” to “{to}”.',
    fr: 'L’état passe de « {from} » à « {to} ».',
  },
  'service.effect.status_edit_pauses': {
    en: 'The automation leaves the service alone until staff resume it; until then it is listed under “needs attention”.',
    fr: 'L’automatisation laisse le service tranquille jusqu’à ce que l’équipe la relance ; d’ici là, il figure dans « À traiter ».',
  },
  'service.effect.status_edit_ends': {
    en: 'It ends as every end does: an open renewal is withdrawn, auto-pay stops, a scheduled cancellation is closed, stock and place are returned.',
    fr: 'Il prend fin comme toute fin : un renouvellement en attente est retiré, le paiement automatique s’arrête, une résiliation programmée est close, le stock et la place sont rendus.',
  },
  'service.effect.status_edit_resource_stays': {
    en: 'Its resource is not removed from the server; until its removal is confirmed the service cannot be deleted.',
    fr: 'Sa ressource n’est pas supprimée du serveur ; tant que sa suppression n’est pas confirmée, le service ne peut pas être effacé.',
  },
  'service.effect.causes_cleared': {
    en: 'The causes of the suspension are cleared: {causes}.',
    fr: 'Les causes de la suspension sont effacées : {causes}.',
  },
})
