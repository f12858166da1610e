import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { isRecurring } from '../../../domain/cycle.ts'
import type { Instant } from '../../../domain/instant.ts'
import { formatMoney } from '../../../domain/money.ts'
import { nextPeriodTotal } from '../../../domain/period-price.ts'
import { allowedWith, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import type { Actor } from '../../../platform/actor.ts'
import { emit } from '../../../platform/events.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { instantInput } from '../../services/actions/inputs.ts'
import { changeService } from '../../services/change.ts'
import type { StoredPlannedPrice } from '../../services/tables.ts'
import { type PricedSubject, pricedSubject } from '../priced-subject.ts'

const input = z.strictObject({
  from: instantInput.meta({ label: { en: 'New price from', fr: 'Nouveau prix à partir du' } }),
  includeOwnPrices: z
    .boolean()
    .default(false)
    .meta({
      label: {
        en: 'Also services with a price of their own',
        fr: 'Aussi les services qui ont leur propre prix',
      },
    }),
})

/** From when the product's price counts, and whether prices agreed on with customers go too. */
export type ApplyPriceInput = z.infer<typeof input>

/** What the service would cost, or why nothing changes: the judgement of action and preview. */
export function priceToApply(
  subject: PricedSubject,
  { from, includeOwnPrices }: ApplyPriceInput,
): { kind: 'price'; planned: StoredPlannedPrice } | { kind: 'refused'; verdict: Verdict } {
  const { service, prices, hasOwnPrice, product } = subject
  const refuse = (code: string) => ({ kind: 'refused' as const, verdict: refused(code) })
  if (service.endedAt !== null) return refuse('already_ended')
  if (!isRecurring(service.cycle)) return refuse('cycle_does_not_renew')
  if (!product) return refuse('no_product_price')
  const price = prices[service.cycle]
  if (price === undefined) return refuse('price_not_listed')
  const planned = { amount: String(price), cycle: service.cycle, from: toInstantJson(from) }
  if (isPlanned(service.plannedPrice, planned)) return refuse('price_planned')
  if (price === service.price && !service.plannedPrice) return refuse('price_is_same')
  if (hasOwnPrice && !includeOwnPrices) return refuse('price_is_own')
  return { kind: 'price', planned }
}

function isPlanned(stored: StoredPlannedPrice | null, wanted: StoredPlannedPrice): boolean {
  const { amount, cycle, from } = wanted
  return stored?.amount === amount && stored.cycle === cycle && stored.from === from
}

/**
 * The product's present price for an existing service, from a moment on: periods that are on a
 * document already stay as they are. The customer is told at once.
 */
export const applyPrice = defineAction({
  id: 'service.apply_price',
  on: pricedSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Apply the product’s price to a service from a date on; the customer is told at once',
  input,
  output: z.object({ price: moneyJson, from: instantJson }),
  check(subject: PricedSubject, wish: ApplyPriceInput | null, { actor, now }) {
    const found = priceToApply(subject, wish ?? { from: now, includeOwnPrices: true })
    if (found.kind === 'refused') return found.verdict
    if (wish && wish.from < now) return refused('date_in_past')
    return announced(subject, found.planned, { actor, from: wish?.from ?? now })
  },
  async run(tx, subject, wish, env: Env) {
    const found = priceToApply(subject, wish)
    if (found.kind === 'refused') throw new Error('applied a price that is refused')
    const { planned } = found
    const { service } = subject
    await changeService(tx, env, service, {
      set: { plannedPrice: planned },
      entry: { kind: 'service.price_planned' },
    })
    const { id: serviceId, customerId } = service
    emit(tx, 'service.price_planned', [{ serviceId, customerId, ...planned }])
    const price = { amount: BigInt(planned.amount), currency: service.currency }
    return { price: toMoneyJson(price), from: planned.from }
  },
})

function announced(
  { service, zone }: PricedSubject,
  planned: StoredPlannedPrice,
  { actor, from }: { actor: Actor; from: Instant },
): Verdict {
  const { currency } = service
  const say = (amount: bigint) => formatMoney({ amount, currency }, actor.language)
  const total = nextPeriodTotal({ ...service, price: BigInt(planned.amount) })
  return allowedWith(
    { mail: 'service_price_changes' },
    {
      key: 'renewal.effect.price_planned',
      params: {
        oldPrice: say(nextPeriodTotal(service)),
        newPrice: say(total),
        from: { instant: from, zone },
      },
    },
  )
}
