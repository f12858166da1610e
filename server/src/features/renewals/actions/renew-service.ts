import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { CYCLES } from '../../../domain/cycle.ts'
import { formatMoney } from '../../../domain/money.ts'
import { allowed, allowedWith, defineAction, refused } from '../../../platform/action.ts'
import type { Actor } from '../../../platform/actor.ts'
import type { Text } from '../../../platform/text.ts'
import { type RenewableSubject, renewableSubject } from '../facts.ts'
import { type RenewalOffer, refusalVerdict, renewalOffer } from '../offer.ts'
import { requestRenewal } from '../request-renewal.ts'

const input = z.strictObject({
  cycle: z
    .enum(CYCLES)
    .optional()
    .meta({
      label: { en: 'Cycle (empty: the service’s own)', fr: 'Cycle (vide : celui du service)' },
    }),
  documentId: z
    .uuid()
    .optional()
    .meta({
      label: { en: 'On this open document', fr: 'Sur ce document ouvert' },
      audience: 'staff',
    }),
  /** Minor units for one period. */
  price: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .meta({ label: { en: 'Another price', fr: 'Autre prix' }, audience: 'staff' }),
  override: z
    .boolean()
    .default(false)
    .meta({ label: { en: 'Go over the limits', fr: 'Dépasser les limites' }, audience: 'staff' }),
})
type Input = z.infer<typeof input>

/** Customer or staff ask for one further period; see `requestRenewal`. */
export const renewService = defineAction({
  id: 'service.renew',
  on: renewableSubject,
  permission: 'services:renew',
  audiences: ['staff', 'customer'],
  summary: 'Renew a service for a cycle, on a new or an existing open document',
  input,
  output: z.object({ renewalId: z.uuid(), documentId: z.uuid().nullable() }),
  check(subject: RenewableSubject, wish: Input | null, { actor, now }) {
    if (wish && staffOnly(wish) && actor.kind === 'user') return refused('not_allowed')
    const open = subject.openRenewal
    if (open && open.cycle === (wish?.cycle ?? subject.service.cycle)) {
      const until = { instant: open.periodEndAt, zone: subject.zone }
      return allowed({ key: 'renewal.effect.existing', params: { until } })
    }
    const offer = renewalOffer(subject, wishOf(wish), { actor, now })
    if (offer.kind === 'refused') return offer.verdict
    return allowedWith(outcomeOf(offer, subject), ...effectsOf(offer, subject, actor))
  },
  run: (tx, subject, wish, env: Env) =>
    requestRenewal(tx, env, subject, { ...wishOf(wish), documentId: wish.documentId }),
})

const staffOnly = ({ documentId, price, override }: Input) =>
  documentId !== undefined || price !== undefined || override

function wishOf(wish: Input | null) {
  if (!wish) return {}
  const { cycle, price, override } = wish
  return { cycle, override, price: price === undefined ? undefined : BigInt(price) }
}

function outcomeOf({ total: amount }: RenewalOffer, { service }: RenewableSubject) {
  if (amount === 0n) return { mail: 'service_renewed' }
  return {
    mail: 'document_opened',
    money: { amount: amount.toString(), currency: service.currency },
  }
}

function effectsOf(offer: RenewalOffer, { service, zone }: RenewableSubject, actor: Actor): Text[] {
  const until = { instant: offer.endsAt, zone }
  const amount = offer.total
  const price = formatMoney({ amount, currency: service.currency }, actor.language)
  const key = amount === 0n ? 'renewal.effect.free' : 'renewal.effect.document'
  const effects: Text[] = [{ key, params: { price, until } }]
  const { overrode } = offer
  const limit = overrode && refusalVerdict(overrode, zone)
  if (limit && !limit.allowed)
    effects.push({ key: 'renewal.effect.overridden', params: { limit: limit.reason } })
  return effects
}
