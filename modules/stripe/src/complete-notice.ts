import { ok, type Result } from '@berth/sdk'
import type { StripeContext } from './client.ts'
import { KEYS } from './customers.ts'
import { read } from './failures.ts'
import { paymentMethodShape } from './methods.ts'
import {
  disputeShape,
  parseEvent,
  paymentIntentShape,
  sessionShape,
  setupIntentShape,
} from './shapes.ts'

/** One field of an event's object, to be replaced by what its id stands for. */
interface Missing {
  readonly field: 'payment_intent' | 'setup_intent' | 'payment_method'
  readonly id: string
}

/**
 * Puts the objects into an event that it only names, as far as they are read: the method that was
 * kept, and whose payment a dispute is about. Nothing else of them is stored.
 */
export async function completeNotice(ctx: StripeContext, body: string): Promise<Result<string>> {
  const event = parseEvent(body)
  const missing = event && missingIn(event.type, event.data.object)
  if (!event || !missing) return ok(body)
  const found = await fetchPart(ctx, missing)
  if (!found.ok) return found.error.code === 'not_found' ? ok(body) : found
  const object = { ...event.data.object, [missing.field]: found.value }
  return ok(JSON.stringify({ ...event, data: { object } }))
}

function missingIn(type: string, object: unknown): Missing | null {
  if (type === 'checkout.session.completed' || type === 'checkout.session.async_payment_succeeded')
    return missingInSession(object)
  if (type === 'payment_intent.succeeded') {
    const { data: intent } = paymentIntentShape.safeParse(object)
    const isKept = intent?.setup_future_usage === 'off_session'
    return isKept ? missingPart('payment_method', intent.payment_method) : null
  }
  if (type === 'setup_intent.succeeded') {
    const { data: setup } = setupIntentShape.safeParse(object)
    const isOurs = setup?.metadata?.[KEYS.page] !== undefined
    return isOurs ? missingPart('payment_method', setup.payment_method) : null
  }
  if (!type.startsWith('charge.dispute.')) return null
  return missingPart('payment_intent', disputeShape.safeParse(object).data?.payment_intent)
}

function missingInSession(object: unknown): Missing | null {
  const { data: session } = sessionShape.safeParse(object)
  if (session?.metadata?.[KEYS.page] === undefined) return null
  if (session.mode === 'setup') return missingPart('setup_intent', session.setup_intent)
  const isPaid = session.payment_status === 'paid'
  return isPaid ? missingPart('payment_intent', session.payment_intent) : null
}

const missingPart = (field: Missing['field'], value: unknown): Missing | null =>
  typeof value === 'string' ? { field, id: value } : null

function fetchPart(ctx: StripeContext, { field, id }: Missing): Promise<Result<unknown>> {
  const expand = { expand: ['payment_method'] }
  return read(ctx, async (stripe) => {
    switch (field) {
      case 'payment_intent':
        return paymentIntentShape.parse(await stripe.paymentIntents.retrieve(id, expand))
      case 'setup_intent':
        return setupIntentShape.parse(await stripe.setupIntents.retrieve(id, expand))
      case 'payment_method':
        return paymentMethodShape.parse(await stripe.paymentMethods.retrieve(id))
    }
  })
}
