import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { CYCLES, isRecurring } from '../../../domain/cycle.ts'
import { formatMoney } from '../../../domain/money.ts'
import { nextPeriodTotal, optionsInCycle } from '../../../domain/period-price.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { moneyJson, toMoneyJson } from '../../../platform/json.ts'
import { changeService } from '../../services/change.ts'
import { loadRenewable, type RenewableSubject, renewableSubject } from '../facts.ts'
import { renewalOffer } from '../offer.ts'
import { remakeRenewal } from '../remake-renewal.ts'
import { requestRenewal } from '../request-renewal.ts'

const input = z.strictObject({
  cycle: z.enum(CYCLES).meta({ label: { en: 'New cycle', fr: 'Nouvelle périodicité' } }),
  /** Minor units for one period. */
  price: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional()
    .meta({ label: { en: 'Another price', fr: 'Autre prix' }, audience: 'staff' }),
  openRenewal: z
    .enum(['keep', 'remake'])
    .optional()
    .meta({
      label: { en: 'The open renewal', fr: 'Le renouvellement en attente' },
      options: {
        keep: { en: 'Keep it as it was asked for', fr: 'Le conserver tel quel' },
        remake: { en: 'Withdraw and remake it', fr: 'Le retirer et le refaire' },
      },
    }),
  pay: z
    .boolean()
    .default(false)
    .meta({ label: { en: 'Renew and pay now', fr: 'Renouveler et payer maintenant' } }),
})
type Input = z.infer<typeof input>

/** The service as it would be; null when it or an option of it has no price for the cycle. */
export function changed(subject: RenewableSubject, wish: Input): RenewableSubject | null {
  const price = wish.price === undefined ? subject.prices[wish.cycle] : BigInt(wish.price)
  const options = optionsInCycle(subject.service, wish.cycle)
  if (price === undefined || options === null) return null
  return { ...subject, service: { ...subject.service, cycle: wish.cycle, price, options } }
}

/** Customer or staff change cycle and price from the next period; old and new are shown. */
export const changeCycle = defineAction({
  id: 'service.change_cycle',
  on: renewableSubject,
  permission: 'services:update',
  audiences: ['staff', 'customer'],
  summary: 'Change the cycle of a service, and with it the price, from the next period',
  input,
  output: z.object({
    cycle: z.enum(CYCLES),
    price: moneyJson,
    documentId: z.uuid().nullable(),
  }),
  check(subject: RenewableSubject, wish: Input | null, { actor, now }) {
    const { service } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (!isRecurring(service.cycle)) return refused('cycle_does_not_renew')
    if (!wish) return allowed()
    if (wish.price !== undefined && actor.kind === 'user') return refused('not_allowed')
    if (wish.cycle === service.cycle) return refused('cycle_unchanged')
    if (!optionsInCycle(service, wish.cycle)) return refused('option_not_priced')
    const after = isRecurring(wish.cycle) ? changed(subject, wish) : null
    if (!after) return refused('cycle_not_priced')
    const remakes = subject.openRenewal !== null && wish.openRenewal === 'remake'
    if (wish.pay || remakes) {
      // For staff a renewal that was open already is no new one: see remakeRenewal.
      const offer = renewalOffer(after, { override: remakes && !wish.pay }, { actor, now })
      if (offer.kind === 'refused') return offer.verdict
    } else if (subject.openRenewal && wish.openRenewal === undefined)
      return refused('renewal_is_open')
    const say = (amount: bigint) =>
      formatMoney({ amount, currency: service.currency }, actor.language)
    return allowed({
      key: 'renewal.effect.cycle_changed',
      params: {
        from: { key: `service.cycle.${service.cycle}` },
        to: { key: `service.cycle.${wish.cycle}` },
        oldPrice: say(nextPeriodTotal(service)),
        newPrice: say(nextPeriodTotal(after.service)),
      },
    })
  },
  async run(tx, subject, wish, env: Env) {
    const after = changed(subject, wish)
    if (!after) throw new Error('a cycle without a price')
    const { cycle, price, options, currency, id } = after.service
    await changeService(tx, env, subject.service, {
      set: { cycle, price, ...(options.length > 0 ? { options } : {}) },
      entry: { kind: 'service.cycle_changed' },
    })
    const answer = { cycle, price: toMoneyJson({ amount: price, currency }) }
    if (wish.pay) {
      const renewable = (await loadRenewable(tx, [id], env.now)).get(id)
      if (!renewable) throw new Error(`no service ${id}`)
      const { documentId } = await requestRenewal(tx, env, renewable, {})
      return { ...answer, documentId }
    }
    if (subject.openRenewal && wish.openRenewal === 'remake') await remakeRenewal(tx, env, id)
    return { ...answer, documentId: null }
  },
})
