import { TEST_METHODS, type TestToken } from './bank.ts'
import { type Account, emit, type Intent, type Method, type Session, secondsOf } from './state.ts'
import { held, takeMoney } from './take-money.ts'

/** What a customer sees after pressing the button: done, or why the bank said no. */
export type PageOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly message: string }

/** A customer fills in a test method on the hosted page and presses the button. */
export function completePage(account: Account, sessionId: string, token: TestToken): PageOutcome {
  const session = held(account.sessions, sessionId)
  const plan = held(account.plans, sessionId)
  if (session.status !== 'open') throw new Error(`${sessionId} is ${session.status}`)
  const method = newMethod(account, token)
  if (plan.methods && !plan.methods.includes(method.type)) {
    throw new Error(`${method.type} is not offered on this page`)
  }
  if (session.mode === 'setup') return storeMethod(account, session, method)
  const intent: Intent = {
    id: account.id('pi'),
    object: 'payment_intent',
    amount: session.amount_total ?? 0,
    amount_received: 0,
    currency: session.currency,
    created: secondsOf(account),
    customer: session.customer,
    description: plan.description,
    metadata: plan.metadata,
    payment_method: method.id,
    setup_future_usage: plan.keepsMethod ? 'off_session' : null,
    status: 'requires_confirmation',
    last_payment_error: null,
  }
  account.intents.set(intent.id, intent)
  if (plan.keepsMethod) method.customer = session.customer
  takeMoney(account, intent, true)
  const { last_payment_error: failure } = intent
  if (failure) return { done: false, message: failure.message }
  session.payment_intent = intent.id
  return finish(account, session, intent.status === 'succeeded' ? 'paid' : 'unpaid')
}

/** Nobody came back within a day. */
export function expirePage(account: Account, sessionId: string): void {
  const session = held(account.sessions, sessionId)
  session.status = 'expired'
  session.url = null
  emit(account, 'checkout.session.expired', session)
}

function storeMethod(account: Account, session: Session, method: Method): PageOutcome {
  method.customer = session.customer
  const setup = {
    id: account.id('seti'),
    object: 'setup_intent',
    status: 'succeeded',
    livemode: false,
    created: secondsOf(account),
    customer: session.customer,
    metadata: held(account.plans, session.id).metadata,
    payment_method: method.id,
  } as const
  account.setups.set(setup.id, setup)
  session.setup_intent = setup.id
  emit(account, 'setup_intent.succeeded', setup)
  return finish(account, session, 'no_payment_required')
}

function finish(
  account: Account,
  session: Session,
  payment_status: Session['payment_status'],
): PageOutcome {
  session.status = 'complete'
  session.url = null
  session.payment_status = payment_status
  emit(account, 'checkout.session.completed', session)
  return { done: true }
}

function newMethod(account: Account, token: TestToken): Method {
  const id = account.id('pm')
  const { method, says } = TEST_METHODS[token]
  const made: Method = { id, object: 'payment_method', livemode: false, customer: null, ...method }
  account.methods.set(id, made)
  account.banks.set(id, says)
  return made
}
