import type { Context, Env } from '../../context.ts'
import { formatMoney } from '../../domain/money.ts'
import { nextPeriodTotal } from '../../domain/period-price.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import { allowedWith, refused, type SubjectKind, type Verdict } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { Text } from '../../platform/text.ts'
import { optionText } from '../options/choose-options.ts'
import { changeService } from '../services/change.ts'
import { carryOut } from '../services/moves/carry-out.ts'
import { type ServiceSubject, serviceSubject } from '../services/subject.ts'

/** A service with what a change of its options would come to. */
export interface OptionedSubject extends ServiceSubject {
  /** Its options as they would be. */
  nextOptions?: ServiceOption[]
  /** The one that is added, changed or removed, as it is after it. */
  meant?: ServiceOption
  /** What a document would ask for now, in minor units. */
  asked?: bigint
  renewalOpen?: boolean
  /** Whether its server changes it by itself; null for a type without a server. */
  changesPlan?: boolean | null
}

export const optionedSubject = serviceSubject as SubjectKind<OptionedSubject>

/** What becomes of the open renewal, which was asked for at the former price. */
export const openRenewalMeta = {
  label: { en: 'The open renewal', fr: 'Le renouvellement en attente' },
  options: {
    keep: { en: 'Keep it as it was asked for', fr: 'Le conserver tel quel' },
    remake: { en: 'Withdraw and remake it', fr: 'Le retirer et le refaire' },
  },
}

/** What only the database and the modules know of a change. */
export async function lookAround({ service }: ServiceSubject, ctx: Context) {
  const module = ctx.modules.get(service.type)
  return {
    renewalOpen: await ctx.settlements.services.hasOpenRenewal(ctx.db, service.id),
    changesPlan: module?.needsServer ? module.changePlan !== undefined : null,
  }
}

/** Whether there is something on the server that the options are about. */
const isThere = ({ service }: ServiceSubject) =>
  service.status === 'active' || service.status === 'suspended'

interface Judged {
  verb: 'added' | 'changed' | 'removed'
  openRenewal: 'keep' | 'remake' | undefined
  actor: Actor
}

/** Refused while something is going on at the server, or nothing was said of the open renewal. */
export function judgeOptions(subject: OptionedSubject, wish: Judged | null): Verdict {
  const { service, operations, nextOptions, meant } = subject
  if (service.endedAt !== null) return refused('already_ended')
  if (operations.length > 0) return refused('operation_open')
  if (!wish || !nextOptions || !meant) return allowedWith({})
  const total = nextPeriodTotal({ ...service, options: nextOptions })
  const changesPrice = total !== nextPeriodTotal(service)
  if (subject.renewalOpen && changesPrice && wish.openRenewal === undefined)
    return refused('renewal_is_open')
  const { language } = wish.actor
  const money = (amount: bigint) => formatMoney({ amount, currency: service.currency }, language)
  const effects: Text[] = [
    {
      key: `service_option.effect.${wish.verb}`,
      params: { option: optionText(meant, language), price: money(total) },
    },
  ]
  const goesOn = isThere(subject) && subject.changesPlan
  if (isThere(subject) && subject.changesPlan !== null)
    effects.push({ key: `service_option.effect.${goesOn ? 'on_server' : 'books'}` })
  const asked = subject.asked ?? 0n
  if (asked > 0n)
    effects.push({ key: 'service_option.effect.document', params: { amount: money(asked) } })
  return allowedWith(goesOn ? { operation: 'change_plan' } : {}, ...effects)
}

/** The end of a discount: refused where there is none, or nothing was said of the open renewal. */
export function judgeDiscount(
  subject: OptionedSubject,
  wish: { openRenewal?: 'keep' | 'remake' } | null,
  { language }: Actor,
): Verdict {
  const { service } = subject
  if (service.endedAt !== null) return refused('already_ended')
  if (!service.discount) return refused('no_discount')
  if (!wish) return allowedWith({})
  if (subject.renewalOpen && wish.openRenewal === undefined) return refused('renewal_is_open')
  const amount = nextPeriodTotal({ ...service, discount: null })
  const price = formatMoney({ amount, currency: service.currency }, language)
  const params = { code: service.discount.code, price }
  return allowedWith({}, { key: 'service_option.effect.discount_removed', params })
}

interface Change {
  kind: 'service.option_added' | 'service.option_changed' | 'service.option_removed'
  openRenewal: 'keep' | 'remake' | undefined
}

/** Gives a locked service its options; the module is asked to bring the resource to them. */
export async function changeOptions(
  tx: Tx,
  env: Env,
  subject: OptionedSubject,
  { kind, openRenewal }: Change,
): Promise<{ operationId: string | null }> {
  const { nextOptions, service } = subject
  if (!nextOptions) throw new Error('no options were looked at')
  const changed = await changeService(tx, env, service, {
    set: { options: nextOptions },
    entry: { kind },
  })
  const { hasOpenRenewal, renewalRemade } = env.ctx.settlements.services
  if (openRenewal === 'remake' && (await hasOpenRenewal(tx, service.id)))
    await renewalRemade(tx, env, service.id)
  if (!isThere(subject) || !subject.changesPlan) return { operationId: null }
  const input = { options: nextOptions.map(({ key, value }) => ({ key, value })) }
  return carryOut(tx, env, changed, { kind: 'change_plan', input })
}
