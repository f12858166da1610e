import type Stripe from 'stripe'
import type { BankAnswer } from './bank.ts'

/*
 * What the account holds. The objects are parts of those in Stripe's own types, which are generated
 * from its published specification: a field that does not exist there does not compile.
 */

type Metadata = Record<string, string>

export interface Method
  extends Pick<
    Stripe.PaymentMethod,
    'id' | 'object' | 'type' | 'card' | 'sepa_debit' | 'livemode'
  > {
  customer: string | null
}

export interface Intent
  extends Pick<Stripe.PaymentIntent, 'id' | 'object' | 'amount' | 'amount_received' | 'currency'> {
  status: Stripe.PaymentIntent.Status
  created: number
  customer: string | null
  description: string | null
  metadata: Metadata
  payment_method: string | null
  setup_future_usage: 'off_session' | null
  last_payment_error: Failure | null
}

/** https://docs.stripe.com/api/errors, the part of it that a refused attempt has. */
export interface Failure {
  readonly type: 'card_error'
  readonly code: string
  readonly decline_code?: string
  readonly advice_code?: string
  readonly message: string
}

export interface Setup extends Pick<Stripe.SetupIntent, 'id' | 'object' | 'status' | 'livemode'> {
  created: number
  customer: string | null
  metadata: Metadata
  payment_method: string | null
}

export interface Session
  extends Pick<
    Stripe.Checkout.Session,
    'id' | 'object' | 'mode' | 'client_reference_id' | 'customer_email' | 'cancel_url' | 'locale'
  > {
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid' | 'no_payment_required'
  success_url: string
  url: string | null
  customer: string | null
  currency: string
  amount_total: number | null
  metadata: Metadata
  payment_intent: string | null
  setup_intent: string | null
}

/** What a session was opened with and does not show. */
export interface SessionPlan {
  readonly description: string
  readonly metadata: Metadata
  readonly keepsMethod: boolean
  readonly methods: readonly string[] | null
}

export interface Customer extends Pick<Stripe.Customer, 'id' | 'object' | 'livemode'> {
  created: number
  email: string
  name: string
  metadata: Metadata
}

export interface Refund
  extends Pick<Stripe.Refund, 'id' | 'object' | 'amount' | 'currency' | 'failure_reason'> {
  created: number
  status: 'succeeded' | 'pending' | 'failed'
  payment_intent: string
  metadata: Metadata
}

export interface Dispute
  extends Pick<Stripe.Dispute, 'id' | 'object' | 'amount' | 'currency' | 'status' | 'reason'> {
  payment_intent: string
}

/** https://docs.stripe.com/api/idempotent_requests */
export interface KeptAnswer {
  readonly request: string
  readonly status: number
  readonly body: unknown
}

export interface Account {
  readonly customers: Map<string, Customer>
  readonly methods: Map<string, Method>
  readonly banks: Map<string, BankAnswer>
  readonly sessions: Map<string, Session>
  readonly plans: Map<string, SessionPlan>
  readonly intents: Map<string, Intent>
  readonly setups: Map<string, Setup>
  readonly refunds: Map<string, Refund>
  readonly disputes: Map<string, Dispute>
  readonly answers: Map<string, KeptAnswer>
  /** Keys with which a request is still at work. */
  readonly busyKeys: Set<string>
  /** What a restricted key may not, named by the first part of the path. */
  readonly denied: Set<string>
  endpoints: Pick<Stripe.WebhookEndpoint, 'id' | 'object' | 'url' | 'status' | 'enabled_events'>[]
  chargesEnabled: boolean
  readonly events: StripeEvent[]
  readonly now: () => number
  /** Where the hosted pages are. */
  pageUrl: string
  id(prefix: string): string
}

export interface StripeEvent {
  readonly id: string
  readonly type: string
  readonly body: string
}

export function newAccount(now: () => number): Account {
  let number = 0
  return {
    customers: new Map(),
    methods: new Map(),
    banks: new Map(),
    sessions: new Map(),
    plans: new Map(),
    intents: new Map(),
    setups: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    answers: new Map(),
    busyKeys: new Set(),
    denied: new Set(),
    endpoints: [],
    chargesEnabled: true,
    events: [],
    now,
    pageUrl: '',
    id: (prefix) => `${prefix}_test${String(++number).padStart(6, '0')}`,
  }
}

/** Seconds, as every moment of the API is written. */
export const secondsOf = (account: Account) => Math.floor(account.now() / 1000)

/** Writes an event down with its object as it is at this moment. */
export function emit(account: Account, type: string, object: object): void {
  const id = account.id('evt')
  const created = secondsOf(account)
  const body = JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object },
  })
  account.events.push({ id, type, body })
}
