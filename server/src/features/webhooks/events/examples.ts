import { EVENT_KINDS, type EventSubject } from './catalogue.ts'
import { CHARGE, DOCUMENT, OPERATION, ORDER, PAYMENT, SERVICE } from './example-data.ts'

const BY_SUBJECT: Record<Exclude<EventSubject, 'facts'>, Record<string, unknown>> = {
  service: SERVICE,
  document: DOCUMENT,
  payment: PAYMENT,
  charge: CHARGE,
  order: ORDER,
  operation: OPERATION,
}

const FACTS: Record<string, unknown> = {
  serverId: SERVICE.server.id,
  found: { missing: 2, unknown: 1 },
  known: 20,
  vanished: 12,
  day: '2025-03-10',
  reason: 'too_many',
  at: '2025-03-10T12:00:00.000Z',
  lastSweepAt: '2025-03-10T11:40:00.000Z',
  since: '2025-03-10T06:00:00.000Z',
  gateway: 'stripe',
  methodId: '0198c0de-0000-7000-8000-00000000000c',
  customerId: SERVICE.customer.id,
  label: CHARGE.method,
  expiresOn: '2025-04',
  cancelAt: '2025-03-17T12:00:00.000Z',
  due: 7,
  count: 1,
  nextAt: '2025-04-09T08:00:00.000Z',
  because: 'attempts_used_up',
  formerStatus: 'suspended',
  about: 'pay',
  days: 3,
  chargeAt: null,
  mailAt: '2025-04-07T08:00:00.000Z',
  endsAt: '2025-04-10T08:00:00.000Z',
}

/** What differs from the example of the subject, where it would otherwise not fit its event. */
const DIFFERENT: Record<string, Record<string, unknown>> = {
  'charge.succeeded': { state: 'succeeded', code: null, message: null },
  'charge.needs_customer': {
    ...{ state: 'needs_customer', code: 'needs_customer' },
    message: 'The bank asks for a confirmation.',
  },
  'charge.stuck': { state: 'unknown', settledAt: null, code: null, message: 'No answer.' },
  'order.reminded': { state: 'open', settledAt: null },
  'service.price_planned': {
    plannedPrice: {
      ...{ price: PAYMENT.amount, total: PAYMENT.amount, from: '2025-06-01T00:00:00.000Z' },
    },
  },
}

/** A whole body of this type, with made-up values. */
export function exampleOf(type: string): Record<string, unknown> {
  const kind = EVENT_KINDS[type]
  if (!kind) throw new Error(`no event ${type}`)
  const { subject, from, also } = kind
  const told = (fields: readonly string[]) =>
    Object.fromEntries(fields.map((field) => [field, FACTS[field]]))
  const data =
    subject === 'facts'
      ? told([from].flat())
      : { ...BY_SUBJECT[subject], ...DIFFERENT[type], ...told(also) }
  return { type, timestamp: '2025-03-10T12:00:00.000Z', data }
}
