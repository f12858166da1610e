import type { ChargeOutcome } from '@berth/sdk'

/*
 * Why a bank says no: https://docs.stripe.com/declines/codes and
 * https://docs.stripe.com/error-codes for bank debits.
 */

/** After these the same method is refused for ever. */
const FINAL = new Set([
  'expired_card',
  'invalid_account',
  'lost_card',
  'new_account_information_available',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'stop_payment_order',
  // Bank debits.
  'account_closed',
  'bank_account_unusable',
  'debit_not_authorized',
  'invalid_account_number',
  'no_account',
  'payment_intent_mandate_invalid',
  'recipient_deceased',
  'sepa_unsupported_account',
  // The method itself is gone or belongs to nobody any more.
  'payment_method_detached',
  'payment_method_unexpected_state',
  'resource_missing',
])

/** What Stripe says about a refused attempt; on errors and on `last_payment_error` alike. */
export interface Decline {
  readonly code?: string | null
  readonly decline_code?: string | null
  readonly advice_code?: string | null
  readonly message?: string | null
}

/** Whether the bank only wants the customer to be there. */
export function wantsCustomer({ code, decline_code }: Decline): boolean {
  return [code, decline_code].some((one) => one === 'authentication_required')
}

/** Whether this method need never be tried again: by its code, or by the networks' advice. */
export function isFinal({ code, decline_code, advice_code }: Decline): boolean {
  if (advice_code === 'do_not_try_again') return true
  return [code, decline_code].some((one) => FINAL.has(one ?? ''))
}

/** A refusal in the contract's words. */
export function outcomeOfDecline(decline: Decline): ChargeOutcome {
  const message = messageOf(decline)
  if (wantsCustomer(decline)) return { kind: 'needs_customer', message }
  const code = decline.decline_code || decline.code || 'declined'
  return { kind: 'refused', code, message, final: isFinal(decline) }
}

/** Stripe's words with the bank's reason, for staff. */
export function messageOf({ code, decline_code, message }: Decline): string {
  const reason = decline_code || code
  const words = message || 'Refused'
  return reason ? `${words} (${reason})` : words
}
