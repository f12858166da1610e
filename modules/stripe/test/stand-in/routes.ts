import type { StandInAnswer } from '@berth/sdk/testing'
import type { z } from 'zod'
import { done, invalid, missing, page, refused } from './answers.ts'
import {
  customerQuery,
  expandable,
  intentQuery,
  listQuery,
  newCustomer,
  newIntent,
  newRefund,
  newSession,
  noFields,
  refundQuery,
} from './schemas.ts'
import { type Account, emit, type Intent, type Method, type Session, secondsOf } from './state.ts'
import { takeMoney } from './take-money.ts'

interface Call<Fields> {
  readonly account: Account
  /** What stands in the place of `*`. */
  readonly id: string
  readonly fields: Fields
  readonly path: string
}

/** One path of the API, with the address of its public description. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly described: string
  readonly fields: z.ZodType
  answer(call: Call<unknown>): StandInAnswer
}

function route<T extends z.ZodType>(
  [method, path]: readonly ['GET' | 'POST', string],
  described: string,
  fields: T,
  answer: (call: Call<z.output<T>>) => StandInAnswer,
): Route {
  const described_ = `https://docs.stripe.com/api/${described}`
  const run = (call: Call<unknown>) => answer(call as Call<z.output<T>>)
  return { method, path, described: described_, fields, answer: run }
}

/** Everything that the module asks. */
export const ROUTES: readonly Route[] = [
  route(['GET', '/v1/account'], 'accounts/retrieve', noFields, ({ account }) =>
    done({
      id: 'acct_test',
      object: 'account',
      charges_enabled: account.chargesEnabled,
      business_profile: { name: 'Quay Hosting' },
      settings: { dashboard: { display_name: 'Quay' } },
      email: 'billing@quay.test',
    }),
  ),
  route(['GET', '/v1/webhook_endpoints'], 'webhook_endpoints/list', listQuery, (call) =>
    page(call.path, call.account.endpoints, call.fields),
  ),
  route(['GET', '/v1/customers'], 'customers/list', customerQuery, ({ account, fields, path }) =>
    page(
      path,
      [...account.customers.values()].filter(
        ({ email }) => fields.email === undefined || email === fields.email,
      ),
      fields,
    ),
  ),
  route(['GET', '/v1/customers/*'], 'customers/retrieve', noFields, ({ account, id }) => {
    const found = account.customers.get(id)
    return found ? done(found) : missing('customer', id)
  }),
  route(['POST', '/v1/customers'], 'customers/create', newCustomer, ({ account, fields }) => {
    const id = account.id('cus')
    const created = secondsOf(account)
    const made = { id, object: 'customer', livemode: false, created, ...fields } as const
    account.customers.set(id, made)
    return done(made)
  }),
  route(['GET', '/v1/checkout/sessions'], 'checkout/sessions/list', listQuery, (call) =>
    page(call.path, [...call.account.sessions.values()], call.fields),
  ),
  route(['POST', '/v1/checkout/sessions'], 'checkout/sessions/create', newSession, openSession),
  route(['GET', '/v1/payment_methods'], 'payment_methods/list', listQuery, (call) =>
    page(call.path, [...call.account.methods.values()], call.fields),
  ),
  route(['GET', '/v1/payment_methods/*'], 'payment_methods/retrieve', noFields, (call) => {
    const found = call.account.methods.get(call.id)
    return found ? done(found) : missing('PaymentMethod', call.id)
  }),
  route(['POST', '/v1/payment_methods/*/detach'], 'payment_methods/detach', noFields, detach),
  route(['GET', '/v1/payment_intents'], 'payment_intents/list', intentQuery, (call) => {
    const { account, fields, path } = call
    const all = [...account.intents.values()]
    const theirs = all.filter(({ customer }) => customer === (fields.customer ?? customer))
    return page(path, theirs, fields)
  }),
  route(['GET', '/v1/payment_intents/*'], 'payment_intents/retrieve', expandable, (call) => {
    const found = call.account.intents.get(call.id)
    return found
      ? done(expanded(call.account, found, call.fields))
      : missing('payment_intent', call.id)
  }),
  route(['POST', '/v1/payment_intents'], 'payment_intents/create', newIntent, chargeMethod),
  route(['GET', '/v1/setup_intents'], 'setup_intents/list', listQuery, (call) =>
    page(call.path, [...call.account.setups.values()], call.fields),
  ),
  route(['GET', '/v1/setup_intents/*'], 'setup_intents/retrieve', expandable, (call) => {
    const found = call.account.setups.get(call.id)
    return found
      ? done(expanded(call.account, found, call.fields))
      : missing('setupintent', call.id)
  }),
  route(['GET', '/v1/refunds'], 'refunds/list', refundQuery, ({ account, fields, path }) => {
    const all = [...account.refunds.values()]
    const of = all.filter(
      (one) => one.payment_intent === (fields.payment_intent ?? one.payment_intent),
    )
    return page(path, of, fields)
  }),
  route(['POST', '/v1/refunds'], 'refunds/create', newRefund, refundIntent),
]

function expanded<T extends { payment_method: string | null }>(
  { methods }: Account,
  object: T,
  { expand }: z.output<typeof expandable>,
): object {
  const method = expand ? methods.get(object.payment_method ?? '') : undefined
  return method ? { ...object, payment_method: method } : object
}

function openSession({ account, fields }: Call<z.output<typeof newSession>>): StandInAnswer {
  if (fields.mode === 'payment' && fields.customer && fields.customer_email) {
    return invalid('parameter_invalid', 'You may only specify one of customer, customer_email.')
  }
  if (fields.customer && !account.customers.has(fields.customer)) {
    return missing('customer', fields.customer, 'customer')
  }
  const [item] = fields.mode === 'payment' ? fields.line_items : []
  const id = account.id('cs_test')
  const session: Session = {
    id,
    object: 'checkout.session',
    mode: fields.mode,
    status: 'open',
    payment_status: fields.mode === 'payment' ? 'unpaid' : 'no_payment_required',
    url: `${account.pageUrl}/c/pay/${id}`,
    client_reference_id: fields.client_reference_id,
    metadata: fields.metadata,
    customer: fields.customer ?? null,
    customer_email: fields.mode === 'payment' ? (fields.customer_email ?? null) : null,
    currency: fields.mode === 'payment' ? (item?.price_data.currency ?? '') : fields.currency,
    amount_total: item ? Number(item.price_data.unit_amount) : null,
    locale: fields.locale,
    success_url: fields.success_url,
    cancel_url: fields.cancel_url,
    payment_intent: null,
    setup_intent: null,
  }
  account.sessions.set(id, session)
  const isPayment = fields.mode === 'payment'
  account.plans.set(id, {
    description: isPayment ? fields.payment_intent_data.description : '',
    metadata: isPayment ? fields.payment_intent_data.metadata : fields.setup_intent_data.metadata,
    keepsMethod: !isPayment || fields.payment_intent_data.setup_future_usage === 'off_session',
    methods: fields.allowed_payment_method_types ?? null,
  })
  return done(session)
}

function chargeMethod({ account, fields }: Call<z.output<typeof newIntent>>): StandInAnswer {
  const method = account.methods.get(fields.payment_method)
  if (!method) return missing('PaymentMethod', fields.payment_method, 'payment_method')
  const refusal = unchargeable(method, fields)
  if (refusal) return refusal
  const intent: Intent = {
    id: account.id('pi'),
    object: 'payment_intent',
    amount: Number(fields.amount),
    amount_received: 0,
    currency: fields.currency,
    created: secondsOf(account),
    customer: fields.customer,
    description: fields.description,
    metadata: fields.metadata,
    payment_method: method.id,
    setup_future_usage: null,
    status: 'requires_confirmation',
    last_payment_error: null,
  }
  account.intents.set(intent.id, intent)
  takeMoney(account, intent, false)
  const failure = intent.last_payment_error
  return failure ? refused(402, failure, { payment_intent: intent }) : done(intent)
}

function unchargeable(method: Method, fields: z.output<typeof newIntent>): StandInAnswer | null {
  if (method.customer !== fields.customer) {
    return invalid(
      'payment_method_unexpected_state',
      'The PaymentMethod does not belong to the Customer you supplied.',
    )
  }
  if (fields.allowed_payment_method_types[0] !== method.type) {
    return invalid('payment_method_invalid_parameter', 'The PaymentMethod is of another type.')
  }
  // https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
  if (fields.currency === 'eur' && Number(fields.amount) < 50) {
    return invalid('amount_too_small', 'Amount must be at least €0.50 eur')
  }
  return null
}

function detach({ account, id }: Call<unknown>): StandInAnswer {
  const method = account.methods.get(id)
  if (!method) return missing('PaymentMethod', id)
  if (!method.customer) {
    return refused(400, {
      type: 'invalid_request_error',
      message: 'The payment method you provided is not attached to a customer.',
    })
  }
  method.customer = null
  emit(account, 'payment_method.detached', method)
  return done(method)
}

function refundIntent({ account, fields }: Call<z.output<typeof newRefund>>): StandInAnswer {
  const intent = account.intents.get(fields.payment_intent)
  if (!intent) return missing('payment_intent', fields.payment_intent, 'payment_intent')
  const sent = [...account.refunds.values()]
    .filter(({ payment_intent, status }) => payment_intent === intent.id && status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0)
  const left = intent.amount_received - sent
  if (left === 0) {
    return invalid('charge_already_refunded', `Charge for ${intent.id} has already been refunded.`)
  }
  if (Number(fields.amount) > left) {
    return invalid('amount_too_large', 'Refund amount is greater than unrefunded amount on charge')
  }
  const made = {
    id: account.id('re'),
    object: 'refund',
    amount: Number(fields.amount),
    currency: intent.currency,
    created: secondsOf(account),
    status: 'succeeded',
    payment_intent: intent.id,
    metadata: fields.metadata,
  } as const
  account.refunds.set(made.id, made)
  emit(account, 'refund.created', made)
  return done(made)
}
