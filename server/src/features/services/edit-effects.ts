import { addDays } from '../../domain/calendar.ts'
import { isRecurring } from '../../domain/cycle.ts'
import { formatMoney } from '../../domain/money.ts'
import { renewalLimit } from '../../domain/renewal-refusal.ts'
import { isStaffCause } from '../../domain/service-lifecycle.ts'
import type { CheckEnv } from '../../platform/action.ts'
import { defineTexts, type Text } from '../../platform/text.ts'
import type { ServiceChanges } from './change.ts'
import type { Service, ServiceSubject } from './subject.ts'

defineTexts({
  'service.effect.terms': {
    en: 'From the next period: {to} ({toCycle}) instead of {from} ({fromCycle}).',
    fr: 'Dès la prochaine période : {to} ({toCycle}) au lieu de {from} ({fromCycle}).',
  },
  'service.effect.initial_price': {
    en: 'The initial price becomes {to}; no document changes.',
    fr: 'Le prix initial devient {to} ; aucun document ne change.',
  },
  'service.effect.for_life': {
    en: 'It has no expiry any more: nothing is invoiced, reminded or suspended for it.',
    fr: 'Il n’expire plus : plus rien n’est facturé, rappelé ni suspendu à ce titre.',
  },
  'service.effect.runs_again': {
    en: 'It is no longer overdue: the automation lets it run again.',
    fr: 'Il n’est plus impayé : l’automatisation le réactive.',
  },
  'service.effect.cause_cleared': {
    en: 'It is no longer overdue; it stays suspended by staff.',
    fr: 'Il n’est plus impayé ; il reste suspendu par l’équipe.',
  },
  'service.effect.renewal_kept': {
    en: 'The open renewal stays as it was asked for; once paid, it adds its cycle to the expiry as it is then.',
    fr: 'Le renouvellement en attente reste tel quel ; une fois payé, il ajoute son cycle à l’expiration du moment.',
  },
  'service.effect.renewal_remade': {
    en: 'The open renewal is withdrawn and remade with the new terms.',
    fr: 'Le renouvellement en attente est retiré et refait aux nouvelles conditions.',
  },
  'service.effect.end_moves': {
    en: 'Its scheduled cancellation moves with it; the customer is told by mail.',
    fr: 'La résiliation programmée suit ; le client est prévenu par e-mail.',
  },
  'service.effect.renewals_left': {
    en: 'It may be renewed {left} more times.',
    fr: 'Il peut encore être renouvelé {left} fois.',
  },
  'service.effect.renewals_over': {
    en: 'It is not renewed any more: the customer is told that it ends.',
    fr: 'Il n’est plus renouvelé : le client est prévenu de sa fin.',
  },
  'service.effect.renewals_unlimited': {
    en: 'It may be renewed without a limit.',
    fr: 'Il peut être renouvelé sans limite.',
  },
  'service.effect.fields': { en: 'Changed: {fields}.', fr: 'Modifié : {fields}.' },
  'service.field.name': { en: 'name', fr: 'nom' },
  'service.field.description': { en: 'description', fr: 'description' },
  'service.field.notes': { en: 'notes', fr: 'notes' },
  'service.field.metadata': { en: 'metadata', fr: 'métadonnées' },
})

export interface EditContext {
  /** What becomes of the open renewal; undefined where none is open. */
  renewal: 'keep' | 'remake' | undefined
  env: CheckEnv
}

/** What an edit changes and what the automation makes of it, in words. */
export function effectsOfEdit(
  subject: ServiceSubject,
  set: ServiceChanges,
  context: EditContext,
): Text[] {
  const after: Service = { ...subject.service, ...set }
  const effects = [
    ...wordEffects(set),
    ...priceEffects(subject, after, set, context),
    ...expiryEffects(subject, after, set, context),
  ]
  if ('maxRenewals' in set) effects.push(limitEffect(subject, after))
  const concerned = ['expiresAt', 'price', 'currency', 'cycle'].some((column) => column in set)
  if (context.renewal && concerned) {
    const remade = context.renewal === 'remake'
    effects.push({ key: remade ? 'service.effect.renewal_remade' : 'service.effect.renewal_kept' })
  }
  return effects
}

function wordEffects(set: ServiceChanges): Text[] {
  const words = ['name', 'description', 'notes', 'metadata'].filter((column) => column in set)
  if (words.length === 0) return []
  const fields = words.map((column) => ({ key: `service.field.${column}` }))
  return [{ key: 'service.effect.fields', params: { fields } }]
}

function priceEffects(
  { service }: ServiceSubject,
  after: Service,
  set: ServiceChanges,
  { env }: EditContext,
): Text[] {
  const { language } = env.actor
  const say = (amount: bigint, { currency }: Service) => formatMoney({ amount, currency }, language)
  const effects: Text[] = []
  if ('price' in set || 'cycle' in set || 'currency' in set) {
    const params = {
      from: say(service.price, service),
      to: say(after.price, after),
      fromCycle: { key: `service.cycle.${service.cycle}` },
      toCycle: { key: `service.cycle.${after.cycle}` },
    }
    effects.push({ key: 'service.effect.terms', params })
  }
  if ('initialPrice' in set)
    effects.push({
      key: 'service.effect.initial_price',
      params: { to: say(after.initialPrice, after) },
    })
  return effects
}

function expiryEffects(
  { service, zone, policy, overdue }: ServiceSubject,
  after: Service,
  set: ServiceChanges,
  { env }: EditContext,
): Text[] {
  if (!('expiresAt' in set)) return []
  const { expiresAt } = after
  if (expiresAt === null)
    return isRecurring(after.cycle) ? [] : [{ key: 'service.effect.for_life' }]
  const effects: Text[] = [
    { key: 'service.effect.expires', params: { until: { instant: expiresAt, zone } } },
  ]
  if ('graceUntil' in set) effects.push({ key: 'service.effect.overdue_grace' })
  const deadline = addDays(expiresAt, policy.values.suspendAfterDays, zone)
  const causes = service.suspensions.map(({ cause }) => cause)
  if (overdue && deadline > env.now && causes.includes('overdue')) {
    const stays = causes.some(isStaffCause)
    effects.push({ key: stays ? 'service.effect.cause_cleared' : 'service.effect.runs_again' })
  }
  const isCancelled = service.cancellationRequestedAt !== null && service.endedAt === null
  if (isCancelled) effects.push({ key: 'service.effect.end_moves' })
  return effects
}

function limitEffect({ metadata }: ServiceSubject, after: Service): Text {
  const limit = renewalLimit({ maxRenewals: after.maxRenewals, metadata })
  if (limit === null) return { key: 'service.effect.renewals_unlimited' }
  const left = limit - after.renewalCount
  if (left <= 0) return { key: 'service.effect.renewals_over' }
  return { key: 'service.effect.renewals_left', params: { left } }
}
