import type Stripe from 'stripe'

/*
 * Stripe's own test methods and how their banks answer: https://docs.stripe.com/testing. The names
 * are its tokens; the numbers of bank accounts are its test IBANs.
 */

/** What the bank says when it is asked for money. */
export type BankAnswer =
  | { readonly kind: 'pays' | 'pays_later' | 'wants_customer' | 'pays_and_disputes' }
  | {
      readonly kind: 'declines'
      readonly code: string
      readonly declineCode?: string
      readonly adviceCode?: string
    }

export interface TestMethod {
  readonly method: Pick<Stripe.PaymentMethod, 'type' | 'card' | 'sepa_debit'>
  readonly says: BankAnswer
}

const declined = (declineCode: string, adviceCode?: string): BankAnswer => ({
  kind: 'declines',
  code: 'card_declined',
  declineCode,
  ...(adviceCode ? { adviceCode } : {}),
})

const card = (brand: string, last4: string, says: BankAnswer): TestMethod => ({
  method: {
    type: 'card',
    card: {
      brand,
      display_brand: brand,
      last4,
      exp_month: 4,
      exp_year: 2031,
    } as Stripe.PaymentMethod.Card,
  },
  says,
})

const iban = (last4: string, says: BankAnswer): TestMethod => ({
  method: { type: 'sepa_debit', sepa_debit: { last4 } as Stripe.PaymentMethod.SepaDebit },
  says,
})

export const TEST_METHODS = {
  pm_card_visa: card('visa', '4242', { kind: 'pays' }),
  pm_card_mastercard: card('mastercard', '4444', { kind: 'pays' }),
  pm_card_chargeCustomerFail: card('visa', '0341', declined('generic_decline', 'try_again_later')),
  pm_card_visa_chargeDeclinedInsufficientFunds: card(
    'visa',
    '9995',
    declined('insufficient_funds', 'try_again_later'),
  ),
  pm_card_visa_chargeDeclinedLostCard: card(
    'visa',
    '9987',
    declined('lost_card', 'do_not_try_again'),
  ),
  pm_card_visa_chargeDeclinedStolenCard: card(
    'visa',
    '9979',
    declined('stolen_card', 'do_not_try_again'),
  ),
  pm_card_chargeDeclinedExpiredCard: card('visa', '0069', {
    kind: 'declines',
    code: 'expired_card',
    adviceCode: 'do_not_try_again',
  }),
  pm_card_authenticationRequired: card('visa', '3184', { kind: 'wants_customer' }),
  pm_card_createDispute: card('visa', '0259', { kind: 'pays_and_disputes' }),
  AT611904300234573201: iban('3201', { kind: 'pays_later' }),
} satisfies Record<string, TestMethod>
export type TestToken = keyof typeof TEST_METHODS
