import type { Policy, PolicyLevel } from '../../domain/policy.ts'
import { defineTexts, type Language, type TextParam } from '../../platform/text.ts'

type Words = Readonly<Record<Language, string>>

/** What people call the policy's fields. */
export const POLICY_FIELD_NAMES: Readonly<Record<keyof Policy, Words>> = {
  invoiceLeadDays: { en: 'Renewal invoice', fr: 'Facture de renouvellement' },
  reminderDays: { en: 'Reminders', fr: 'Rappels' },
  suspendAfterDays: { en: 'Suspension', fr: 'Suspension' },
  minNoticeDays: { en: 'Shortest notice', fr: 'Préavis minimal' },
  terminateAfterDays: { en: 'End', fr: 'Fin' },
  finalNoticeDays: { en: 'Final notices', fr: 'Derniers avis' },
  autopayLeadDays: { en: 'First automatic payment', fr: 'Premier prélèvement automatique' },
  autopayAttempts: { en: 'Automatic payments', fr: 'Prélèvements automatiques' },
  archiveAfterDays: { en: 'Archive', fr: 'Archivage' },
  renewalGraceDays: { en: 'Late renewal', fr: 'Renouvellement tardif' },
  unpaidOrderReminderDays: {
    en: 'Reminder of an unpaid order',
    fr: 'Rappel d’une commande impayée',
  },
  unpaidOrderDays: { en: 'Unpaid order given up', fr: 'Abandon d’une commande impayée' },
  mailHours: { en: 'Mails to customers', fr: 'E-mails aux clients' },
  destructiveHours: { en: 'Suspensions and ends', fr: 'Suspensions et fins' },
  renewalBasis: { en: 'A late renewal extends', fr: 'Un renouvellement tardif prolonge' },
  firstPeriodFrom: { en: 'The first period starts', fr: 'La première période commence' },
}

/** What their values count. */
export const POLICY_FIELD_HELP: Readonly<Record<keyof Policy, Words>> = {
  invoiceLeadDays: { en: 'Days before expiry', fr: 'Jours avant l’expiration' },
  reminderDays: { en: 'Days before expiry', fr: 'Jours avant l’expiration' },
  suspendAfterDays: { en: 'Days after expiry', fr: 'Jours après l’expiration' },
  minNoticeDays: {
    en: 'Days between the invoice’s mail and a suspension',
    fr: 'Jours entre l’e-mail de la facture et une suspension',
  },
  terminateAfterDays: { en: 'Days after the suspension', fr: 'Jours après la suspension' },
  finalNoticeDays: { en: 'Days before the end', fr: 'Jours avant la fin' },
  autopayLeadDays: { en: 'Days before expiry', fr: 'Jours avant l’expiration' },
  autopayAttempts: { en: 'At most, one a day', fr: 'Au plus, un par jour' },
  archiveAfterDays: { en: 'Days after the end', fr: 'Jours après la fin' },
  renewalGraceDays: {
    en: 'Days after expiry in which a renewal may still be asked',
    fr: 'Jours après l’expiration où un renouvellement reste possible',
  },
  unpaidOrderReminderDays: { en: 'Days after the order', fr: 'Jours après la commande' },
  unpaidOrderDays: { en: 'Days after the order', fr: 'Jours après la commande' },
  mailHours: { en: 'When they may leave', fr: 'Quand ils peuvent partir' },
  destructiveHours: {
    en: 'When the automation may carry them out',
    fr: 'Quand l’automatisation peut les exécuter',
  },
  renewalBasis: {
    en: 'From where a paid renewal counts',
    fr: 'À partir de quand compte un renouvellement payé',
  },
  firstPeriodFrom: { en: 'Of a service not delivered yet', fr: 'Pour un service non livré' },
}

const OPTIONS = {
  'policy.value.expiry': { en: 'from the expiry', fr: 'à partir de l’expiration' },
  'policy.value.payment_if_lapsed': {
    en: 'from the payment, once suspended',
    fr: 'à partir du paiement, une fois suspendu',
  },
  'policy.value.activation': { en: 'at activation', fr: 'à l’activation' },
  'policy.value.order': { en: 'at the order', fr: 'à la commande' },
}

defineTexts({
  ...OPTIONS,
  ...Object.fromEntries(
    Object.entries(POLICY_FIELD_NAMES).map(([field, words]) => [`policy.field.${field}`, words]),
  ),
  'policy.value.none': { en: 'none', fr: 'aucun' },
  'policy.value.unlimited': { en: 'until it has ended', fr: 'jusqu’à la fin du service' },
  'policy.level.default': { en: 'default', fr: 'valeur par défaut' },
  'policy.level.installation': { en: 'settings', fr: 'paramètres' },
  'policy.level.group': { en: 'product group', fr: 'groupe de produits' },
  'policy.level.product': { en: 'product', fr: 'produit' },
  'policy.level.customer': { en: 'customer', fr: 'client' },
  'policy.level.service': { en: 'this service', fr: 'ce service' },
})

export const policyLevelText = (level: PolicyLevel) => ({ key: `policy.level.${level}` })

/** A policy's value as people read it. */
export function policyValueText(value: Policy[keyof Policy]): TextParam {
  if (value === null) return { key: 'policy.value.unlimited' }
  if (typeof value === 'number') return value
  if (typeof value === 'string') return { key: `policy.value.${value}` }
  if ('fromHour' in value) return `${value.fromHour}–${value.toHour} h`
  return value.length === 0 ? { key: 'policy.value.none' } : value.join(', ')
}
