import type { GatewayMoney, GatewayNotice, StoredMethod } from '@berth/sdk'
import type { z } from 'zod'
import { fromStripe } from './currencies.ts'
import { KEYS } from './customers.ts'
import { isFinal, messageOf, wantsCustomer } from './declines.ts'
import { type PaymentMethodShape, paymentMethodShape, storedMethod } from './methods.ts'
import {
  type DisputeShape,
  disputeShape,
  mandateShape,
  type PaymentIntentShape,
  parseEvent,
  paymentIntentShape,
  refundShape,
  type SessionShape,
  type SetupIntentShape,
  sessionShape,
  setupIntentShape,
} from './shapes.ts'

type Metadata = Readonly<Record<string, string>> | null | undefined
type Reader = (object: unknown) => GatewayNotice | null

const IGNORED: GatewayNotice = { kind: 'ignored' }

/**
 * What each event says. An account may serve other programs too: what does not carry our metadata
 * is theirs, and ignored. A decline on the page is not told, as its customer may try another card
 * there; nor is a page that was left: nobody was refused, and the next page may be paid already.
 */
const READERS: Readonly<Record<string, Reader>> = {
  'checkout.session.completed': of(sessionShape, readCompleted),
  'checkout.session.async_payment_succeeded': of(sessionShape, readCompleted),
  'checkout.session.async_payment_failed': of(sessionShape, (session) =>
    pageRefused(session, 'The bank did not pay'),
  ),
  'payment_intent.succeeded': of(paymentIntentShape, readPaid),
  'payment_intent.payment_failed': of(paymentIntentShape, readChargeFailed),
  'payment_intent.canceled': of(paymentIntentShape, readChargeFailed),
  'setup_intent.succeeded': of(setupIntentShape, readStored),
  'payment_method.updated': of(paymentMethodShape, changed),
  'payment_method.automatically_updated': of(paymentMethodShape, changed),
  'payment_method.detached': of(paymentMethodShape, ({ id }) => closed(id)),
  'mandate.updated': of(mandateShape, ({ status, payment_method }) =>
    status === 'inactive'
      ? closed(typeof payment_method === 'string' ? payment_method : payment_method.id)
      : IGNORED,
  ),
  'charge.dispute.created': of(disputeShape, readDisputed),
  'charge.dispute.funds_withdrawn': of(disputeShape, readDisputed),
  'charge.dispute.funds_reinstated': of(disputeShape, readReinstated),
  'charge.dispute.closed': of(disputeShape, (dispute) =>
    dispute.status === 'won' ? readReinstated(dispute) : IGNORED,
  ),
  'refund.failed': of(refundShape, readRefund),
  'refund.updated': of(refundShape, readRefund),
  'charge.refund.updated': of(refundShape, readRefund),
}

/** The events that a webhook endpoint must send. */
export const EVENT_TYPES: readonly string[] = Object.keys(READERS).filter(
  // Said twice by Stripe: the older name is understood, not asked for.
  (type) => type !== 'charge.refund.updated',
)

/** Reads a verified event; null when it is none of Stripe's, or lacks what it must have. */
export function readNotice(body: string): GatewayNotice | null {
  const event = parseEvent(body)
  if (!event) return null
  const reader = READERS[event.type]
  return reader ? reader(event.data.object) : IGNORED
}

function of<T extends z.ZodType>(
  shape: T,
  run: (object: z.output<T>) => GatewayNotice | null,
): Reader {
  return (object) => {
    const parsed = shape.safeParse(object)
    return parsed.success ? run(parsed.data) : null
  }
}

const ours = (metadata: Metadata): string | null =>
  metadata?.[KEYS.page] ?? metadata?.[KEYS.charge] ?? null

const closed = (methodRemoteId: string): GatewayNotice => ({
  kind: 'method_closed',
  methodRemoteId,
})

/** By its holder, or by the bank that sent another card; whose it is, we know by its id. */
function changed(method: PaymentMethodShape): GatewayNotice {
  return { kind: 'method_changed', method: storedMethod(method) }
}

function readCompleted(session: SessionShape): GatewayNotice | null {
  const reference = ours(session.metadata)
  if (!reference) return IGNORED
  const { mode, payment_intent: intent, setup_intent: setup } = session
  if (mode === 'setup') return typeof setup === 'object' && setup ? readStored(setup) : null
  // A bank debit is still on its way; its own notice follows.
  if (mode !== 'payment' || session.payment_status !== 'paid' || !intent) return IGNORED
  if (typeof intent === 'object') return readPaid(intent)
  const { amount_total: amount, currency } = session
  const paid = amount && currency ? fromStripe({ amount, currency }) : null
  return paid && paidNotice({ reference: intent, intentReference: reference, amount: paid })
}

function readPaid(intent: PaymentIntentShape): GatewayNotice | null {
  const intentReference = ours(intent.metadata)
  if (!intentReference) return IGNORED
  const { payment_method: method, setup_future_usage: kept, currency } = intent
  const amount = fromStripe({ amount: intent.amount_received, currency })
  const isKept = kept === 'off_session' && typeof method === 'object' && method
  const stored = isKept ? storedMethod(method) : undefined
  return amount && paidNotice({ reference: intent.id, intentReference, amount, stored })
}

function paidNotice(paid: {
  reference: string
  intentReference: string
  amount: GatewayMoney
  stored?: StoredMethod
}): GatewayNotice {
  const { stored, ...notice } = paid
  return { kind: 'paid', ...notice, ...(stored ? { method: stored } : {}) }
}

function readStored(setup: SetupIntentShape): GatewayNotice | null {
  const reference = ours(setup.metadata)
  if (!reference || setup.status !== 'succeeded') return IGNORED
  const { payment_method: method } = setup
  if (typeof method !== 'object' || !method) return null
  return { kind: 'method_stored', reference, method: storedMethod(method) }
}

/** A bank that wants the customer is no refusal; who asks for the attempt is told so. */
function readChargeFailed({ metadata, last_payment_error }: PaymentIntentShape): GatewayNotice {
  const key = metadata?.[KEYS.charge]
  const error = last_payment_error ?? { message: 'Cancelled at Stripe' }
  if (!key || wantsCustomer(error)) return IGNORED
  return {
    kind: 'refused',
    intentReference: key,
    message: messageOf(error),
    final: isFinal(error),
  }
}

function pageRefused({ metadata }: SessionShape, message: string): GatewayNotice {
  const intentReference = ours(metadata)
  return intentReference ? { kind: 'refused', intentReference, message } : IGNORED
}

/** An inquiry (`warning_…`) and a dispute that was prevented take no money. */
function readDisputed(dispute: DisputeShape): GatewayNotice | null {
  const { id, status, payment_intent: intent } = dispute
  if (!intent || status.startsWith('warning_') || status === 'prevented') return IGNORED
  if (typeof intent === 'object' && !ours(intent.metadata)) return IGNORED
  const amount = fromStripe(dispute)
  const paymentReference = typeof intent === 'object' ? intent.id : intent
  return amount && { kind: 'charged_back', reference: id, paymentReference, amount }
}

/** Money that a won dispute gave back is a payment of its own, for what the first was for. */
function readReinstated(dispute: DisputeShape): GatewayNotice | null {
  const { id, payment_intent: intent } = dispute
  const intentReference = typeof intent === 'object' && intent ? ours(intent.metadata) : null
  if (!intentReference) return IGNORED
  const amount = fromStripe(dispute)
  const reference = `${id}_reinstated`
  return amount && { kind: 'paid', reference, intentReference, amount, reinstates: id }
}

function readRefund(refund: z.output<typeof refundShape>): GatewayNotice {
  const key = refund.metadata?.[KEYS.refund]
  const isOver = refund.status === 'failed' || refund.status === 'canceled'
  if (!key || !isOver) return IGNORED
  const reason = refund.failure_reason ?? refund.status ?? ''
  return { kind: 'refund_failed', key, message: `The refund failed: ${reason}` }
}
