import { applyPaidRenewal } from './apply.ts'
import { type BillingFacts, payWithCredit } from './billing.ts'
import { withRefusedCharge } from './confirm-operations.ts'
import type { CustomerMail, ExpectedMail } from './expected-mail.ts'
import { type ForecastPayment, milestonesOf, type Walk, withRenewal } from './forecast-walk.ts'
import type { Step } from './types.ts'

type ChargeStep = Extract<Step, { kind: 'charge' }>

/** The credit alone pays what is charged. */
const isCovered = ({ renewal, credit }: BillingFacts) => renewal !== null && credit >= renewal.due

/**
 * The mails of a charge, told at once: of a refused one, and after the last of them that charging
 * is over; the receipt of what the credit pays. That of a payment comes with the payment.
 */
export function mailsOfCharge(
  { state, clock, horizon }: Walk,
  { attempt }: ChargeStep,
): { mail: ExpectedMail | null; alsoMail?: ExpectedMail } {
  const mail = (template: CustomerMail) => ({ template, at: clock, latestAt: null })
  if (isCovered(state.billing)) return { mail: mail('receipt') }
  if (horizon.assume !== 'nobody') return { mail: null }
  const next = `charge:${attempt + 1}`
  const isLast = !state.milestones.some(({ key }) => key === next)
  const refused = { mail: mail('charge_refused') }
  return isLast ? { ...refused, alsoMail: mail('auto_pay_closed') } : refused
}

/** The credit pays first, whatever customers are taken to do; what it pays nobody pays in. */
export function charge(walk: Walk, step: ChargeStep): void {
  const { clock, horizon } = walk
  const isPaid = spendCredit(walk)
  const { state } = walk
  if (isPaid || horizon.assume !== 'nobody') {
    settleRenewal(walk, 'charge')
    return
  }
  const done = [...state.facts.done, { key: step.key, at: clock, skipped: false }]
  walk.state = { ...state, facts: withRefusedCharge({ ...state.facts, done }, clock) }
}

/** True when nothing is left to pay. */
function spendCredit(walk: Walk): boolean {
  const { state } = walk
  const { renewal, credit } = state.billing
  if (!renewal || credit === 0n) return false
  const paid = payWithCredit(renewal, credit)
  const billing = { ...state.billing, renewal: paid.document, credit: paid.credit }
  walk.state = { ...state, billing }
  return paid.document.due === 0n
}

/** The customer pays what is open: a renewal, or the order of a pending service. */
export function pay(walk: Walk): void {
  const { state } = walk
  if (state.service.status !== 'pending') {
    settleRenewal(walk, 'customer')
    return
  }
  notePayment(walk, 'customer')
  walk.state = { ...state, facts: { ...state.facts, order: { state: 'paid' } } }
}

function settleRenewal(walk: Walk, by: ForecastPayment['by']): void {
  const { state, clock, input } = walk
  notePayment(walk, by)
  walk.paid.push({ at: clock, stepsBefore: walk.steps.length })
  const after = applyPaidRenewal(state.service, state.facts, walk.period, clock)
  const milestones = milestonesOf(after.service, input)
  const billing = withRenewal(state.billing, null)
  // What the brake held for want of this payment is dropped.
  const facts = { ...after.facts, heldBack: null }
  walk.state = { service: after.service, facts, milestones, billing }
}

function notePayment({ state, payments, clock: at }: Walk, by: ForecastPayment['by']): void {
  const { billing, service } = state
  const document = service.status === 'pending' ? billing.order : billing.renewal
  if (!document || document.due === 0n) return
  const { id: documentId, due: amount } = document
  payments.push({ at, amount, currency: document.amounts.currency, documentId, by })
}
