import { defineGateway } from '@berth/sdk'
import { charge, findCharge } from './charges.ts'
import { completeNotice } from './complete-notice.ts'
import { testConnection } from './connection-test.ts'
import { minimumAmount } from './currencies.ts'
import { forgetMethod } from './methods.ts'
import { startPayment, startSetup } from './pages.ts'
import { readNotice } from './read-notice.ts'
import { refund } from './refunds.ts'
import { settings } from './settings.ts'
import { verify } from './verify-notice.ts'

/**
 * Cards, bank debits and whatever else a Stripe account takes, on Stripe's own page; stored methods
 * are charged while the customer is away. A payment is its PaymentIntent, whoever tells of it.
 */
export const stripeGateway = defineGateway({
  id: 'stripe',
  label: { en: 'Card or bank debit (Stripe)', fr: 'Carte ou prélèvement (Stripe)' },
  settings,
  minimumAmount: (_settings, currency) => minimumAmount(currency),
  testConnection,
  startPayment,
  startSetup,
  charge,
  findCharge,
  forgetMethod,
  refund,
  verify,
  read: (_settings, body) => readNotice(body),
  complete: completeNotice,
})

export default stripeGateway
