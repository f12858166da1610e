import type { ExpectedStep, ForecastInput, StepKind } from '../../domain/automation/index.ts'
import { isStaffCause } from '../../domain/service-status.ts'
import type { Text } from '../../platform/text.ts'
import type { ServiceSubject } from '../services/subject.ts'
import { type Pricing, priceText } from './price-words.ts'
import type { Wish } from './what-if-schemas.ts'

interface Supposed {
  wish: Wish
  input: ForecastInput
  supposed: ForecastInput
  subject: ServiceSubject
  pricing: Pricing
}

/** What it would mean to the customer, in sentences: what they keep, pay and lose, and when. */
export function plainWords(answer: Supposed, after: readonly ExpectedStep[]): Text[] {
  const { wish } = answer
  if (wish.do === 'pay') return [...paidWords(answer), ...laterWords(answer, after, ['invoice'])]
  if (wish.do === 'change_cycle') {
    const { cycle, price } = answer.supposed.service
    const paidToo = wish.pay ? paidWords(answer) : []
    return [priceText(cycle, price, answer.pricing), ...paidToo]
  }
  if (wish.do === 'cancel') return cancelledWords(answer, wish.when)
  return laterWords(answer, after, ['invoice', 'renew', 'charge', 'suspend', 'expire', 'cancel'])
}

function paidWords({ input, supposed, subject }: Supposed): Text[] {
  const words: Text[] = []
  const { expiresAt, status } = supposed.service
  if (status === 'pending') words.push({ key: 'automation.words.delivered' })
  else if (expiresAt !== null && expiresAt !== input.service.expiresAt)
    words.push({ key: 'automation.words.paid_until', params: { day: dayOf(expiresAt, subject) } })
  if (status !== 'suspended') return words
  const byStaff = input.facts.causes.some(({ cause }) => isStaffCause(cause))
  const key = byStaff ? 'automation.words.stays_suspended' : 'automation.words.runs_again'
  return [...words, { key }]
}

function cancelledWords({ input, subject }: Supposed, when: 'end_of_period' | 'now'): Text[] {
  const { service } = subject
  const { expiresAt } = service
  const asked: Text[] = input.facts.renewal ? [{ key: 'automation.words.invoice_withdrawn' }] : []
  if (when === 'end_of_period' && expiresAt !== null && expiresAt > input.now) {
    const day = dayOf(expiresAt, subject)
    return [
      { key: 'automation.words.runs_until', params: { day } },
      { key: 'automation.words.lost_at_end', params: { day } },
      ...asked,
      { key: 'automation.words.undo_until', params: { day } },
    ]
  }
  const isUndelivered = service.paidAt !== null && service.deliveredAt === null
  const rest: Text[] =
    expiresAt !== null && expiresAt > input.now && service.status !== 'pending'
      ? [{ key: 'automation.words.time_lost', params: { day: dayOf(expiresAt, subject) } }]
      : []
  return [
    { key: service.resource ? 'automation.words.lost_now' : 'automation.words.ends_now' },
    ...rest,
    ...asked,
    ...(isUndelivered ? [{ key: 'automation.words.becomes_credit' }] : []),
    { key: 'automation.words.no_undo' },
  ]
}

/** The first of each kind that is to come, with its day. */
function laterWords(
  { subject }: Supposed,
  after: readonly ExpectedStep[],
  kinds: readonly StepKind[],
): Text[] {
  const first = kinds.flatMap((kind) => after.find((step) => step.step === kind) ?? [])
  return first
    .sort((a, b) => a.at - b.at)
    .map(({ step, at }) => ({
      key: `automation.words.${step}`,
      params: { day: dayOf(at, subject) },
    }))
}

function dayOf(instant: number, { zone }: ServiceSubject) {
  return { instant, zone }
}
