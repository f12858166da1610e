import type { BankAnswer } from './bank.ts'
import { type Account, emit, type Failure, type Intent } from './state.ts'

/** Asks the bank and moves an intent on: https://docs.stripe.com/payments/paymentintents/lifecycle. */
export function takeMoney(account: Account, intent: Intent, isCustomerThere: boolean): void {
  const says = account.banks.get(intent.payment_method ?? '') ?? { kind: 'pays' }
  const failure = failureOf(says, isCustomerThere)
  if (failure) failed(account, intent, failure)
  else if (says.kind === 'pays_later') {
    intent.status = 'processing'
    emit(account, 'payment_intent.processing', intent)
  } else paid(account, intent)
  if (says.kind === 'pays_and_disputes') dispute(account, intent.id)
}

/** A bank debit is decided days later. */
export function settle(account: Account, id: string, pays: boolean): void {
  const intent = held(account.intents, id)
  if (pays) paid(account, intent)
  else {
    const message = 'The customer’s account has insufficient funds to cover this payment.'
    failed(account, intent, { type: 'card_error', code: 'insufficient_funds', message })
  }
  for (const session of account.sessions.values()) {
    if (session.payment_intent !== id) continue
    session.payment_status = pays ? 'paid' : 'unpaid'
    emit(account, `checkout.session.async_payment_${pays ? 'succeeded' : 'failed'}`, session)
  }
}

/** The cardholder disputes: https://docs.stripe.com/disputes/how-disputes-work. */
export function dispute(account: Account, intentId: string, isInquiry = false): void {
  const { amount, currency } = held(account.intents, intentId)
  const id = account.id('du')
  const status = isInquiry ? 'warning_needs_response' : 'needs_response'
  const made = { id, object: 'dispute', amount, currency, status, reason: 'fraudulent' } as const
  const kept = { ...made, payment_intent: intentId }
  account.disputes.set(id, kept)
  emit(account, 'charge.dispute.created', kept)
  if (!isInquiry) emit(account, 'charge.dispute.funds_withdrawn', kept)
}

/** The bank decides a dispute. */
export function closeDispute(account: Account, id: string, status: 'won' | 'lost'): void {
  const closed = { ...held(account.disputes, id), status }
  account.disputes.set(id, closed)
  if (status === 'won') emit(account, 'charge.dispute.funds_reinstated', closed)
  emit(account, 'charge.dispute.closed', closed)
}

export function held<T>(all: ReadonlyMap<string, T>, id: string): T {
  const found = all.get(id)
  if (!found) throw new Error(`${id} is not there`)
  return found
}

function paid(account: Account, intent: Intent): void {
  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  intent.last_payment_error = null
  emit(account, 'payment_intent.succeeded', intent)
}

function failed(account: Account, intent: Intent, failure: Failure): void {
  intent.status = 'requires_payment_method'
  intent.last_payment_error = failure
  emit(account, 'payment_intent.payment_failed', intent)
}

function failureOf(says: BankAnswer, isCustomerThere: boolean): Failure | null {
  if (says.kind === 'wants_customer' && !isCustomerThere) {
    return {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
      message: 'Your card was declined. This transaction requires authentication.',
    }
  }
  if (says.kind !== 'declines') return null
  return {
    type: 'card_error',
    code: says.code,
    ...(says.declineCode ? { decline_code: says.declineCode } : {}),
    ...(says.adviceCode ? { advice_code: says.adviceCode } : {}),
    message: says.code === 'expired_card' ? 'Your card has expired.' : 'Your card was declined.',
  }
}
