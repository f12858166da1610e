import { EVENT_KINDS, type EventSubject } from './catalogue.ts'
import { DOCUMENT, OPERATION, ORDER, PAYMENT, SERVICE } from './example-data.ts'

const BY_SUBJECT: Record<Exclude<EventSubject, 'facts'>, Record<string, unknown>> = {
  service: SERVICE,
  document: DOCUMENT,
  payment: PAYMENT,
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
  due: 7,
  count: 1,
}

/** A whole body of this type, with made-up values. */
export function exampleOf(type: string): Record<string, unknown> {
  const kind = EVENT_KINDS[type]
  if (!kind) throw new Error(`no event ${type}`)
  const { subject, from } = kind
  const data =
    subject === 'facts'
      ? Object.fromEntries([from].flat().map((field) => [field, FACTS[field]]))
      : BY_SUBJECT[subject]
  return { type, timestamp: '2025-03-10T12:00:00.000Z', data }
}
