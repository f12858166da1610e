import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { EVENT_KINDS, TEST_EVENT } from './events/catalogue.ts'
import { DELIVERY_STATES, DISABLED_BECAUSE, WEBHOOK_FORMATS } from './tables.ts'

const format = z.enum(WEBHOOK_FORMATS)
const state = z.enum(DELIVERY_STATES)

export const endpointJson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Where it leads; of an address that is a password itself, only the beginning. */
  address: z.string(),
  format,
  /** Event types, or `*` for all. */
  events: z.array(z.string()),
  enabled: z.boolean(),
  /** `gone`: the receiver answered 410. `failing`: nothing got through for three days. */
  disabledBecause: z.enum(DISABLED_BECAUSE).nullable(),
  /** Until when the secret before this one signs too. */
  previousSecretUntil: instantJson.nullable(),
  /** Since when nothing has got through. */
  failingSince: instantJson.nullable(),
  lastDeliveredAt: instantJson.nullable(),
  createdAt: instantJson,
  updatedAt: instantJson,
  /** To be sent back with a change. */
  version: z.int(),
})

/** `whsec_…`, to verify signatures with. It is answered this once. */
const secret = z.string()
export const newEndpointJson = endpointJson.extend({ secret })

/** What staff should know of an address that was taken all the same, in their language. */
const warning = z.string().nullable()
export const createdEndpointJson = newEndpointJson.extend({ warning })
export const savedEndpointJson = endpointJson.extend({ warning })

const events = z.array(z.string().max(60)).min(1).max(100)
const name = z.string().trim().min(1).max(100)
const url = z.string().trim().max(2000)

export const createBody = z.strictObject({
  name,
  url,
  events,
  /** Absent: `discord` for an address of Discord, else `standard`. */
  format: format.optional(),
})

export const updateBody = z.strictObject({
  version: z.int(),
  name,
  /** Absent: it stays. */
  url: url.optional(),
  events,
  format,
  enabled: z.boolean(),
})
export type EndpointInput = Pick<z.output<typeof updateBody>, 'name' | 'url' | 'events'>

export const eventKindJson = z.object({
  type: z.string(),
  description: z.string(),
  /** What `data` is. */
  subject: z.enum(['service', 'document', 'payment', 'charge', 'order', 'operation', 'facts']),
  /** A whole body as it is sent. */
  example: z.record(z.string(), z.unknown()),
})

export const deliveryFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  endpointId: z.uuid().optional(),
  state: state.optional(),
  type: z.enum([...Object.keys(EVENT_KINDS), TEST_EVENT]).optional(),
})
export type DeliveryFilters = z.output<typeof deliveryFilters>

export const deliveryRowJson = z.object({
  id: z.uuid(),
  endpoint: z.object({ id: z.uuid(), name: z.string() }),
  /** The `webhook-id`, the same for every attempt and replay. */
  eventId: z.uuid(),
  type: z.string(),
  state,
  attempts: z.int(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  /** The next attempt, while it is queued. */
  dueAt: instantJson.nullable(),
  createdAt: instantJson,
  deliveredAt: instantJson.nullable(),
})
export const deliveryPage = pageSchema(deliveryRowJson)

export const deliveryJson = deliveryRowJson.extend({
  /** The body that is sent; for Discord, what its message is made of. */
  payload: z.record(z.string(), z.unknown()),
  attemptLog: z.array(
    z.object({
      attempt: z.int(),
      at: instantJson,
      status: z.int().nullable(),
      durationMs: z.int(),
      /** The first 2 kB. */
      request: z.string(),
      answer: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** It may be sent once more. */
  canReplay: z.boolean(),
})
