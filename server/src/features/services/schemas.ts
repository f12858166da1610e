import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { OPERATION_KINDS, OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { POLICY_LEVELS } from '../../domain/policy.ts'
import { STATUSES, SUSPENSION_CAUSES } from '../../domain/service-lifecycle.ts'
import { instantJson, moneyJson } from '../../platform/json.ts'
import { termsJson } from './present-terms.ts'

const actor = z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string() })
const named = z.object({ id: z.uuid(), name: z.string() })
const customer = named.extend({ number: z.number().int() })

/** The open operation that the service shows: what is on the server, else what is next. */
export const openOperationJson = z.object({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  attempts: z.number().int(),
  /** When it is tried again; null: at once, or it waits for staff. */
  dueAt: instantJson.nullable(),
  progress: z.object({ percent: z.number().nullable(), text: z.string() }).nullable(),
})

const shared = {
  id: z.uuid(),
  number: z.number().int(),
  name: z.string(),
  status: z.enum(STATUSES),
  type: z.string(),
  product: named.nullable(),
  price: moneyJson,
  cycle: z.enum(CYCLES),
  expiresAt: instantJson.nullable(),
  createdAt: instantJson,
  cancellationScheduled: z.boolean(),
  operation: openOperationJson.nullable(),
}

/** One row of the staff list. */
export const serviceRowJson = z.object({
  ...shared,
  customer,
  server: named.nullable(),
  overdue: z.boolean(),
  held: z.boolean(),
})

const suspension = z.object({
  cause: z.enum(SUSPENSION_CAUSES),
  note: z.string(),
  message: z.string(),
  since: instantJson,
  by: actor,
})

/** The staff page of a service. */
export const servicePageJson = serviceRowJson.extend({
  ...termsJson,
  description: z.string(),
  notes: z.string(),
  initialPrice: moneyJson,
  anchorDay: z.number().int().nullable(),
  maxRenewals: z.number().int().nullable(),
  renewalCount: z.number().int(),
  suspensions: z.array(suspension),
  suspendedAt: instantJson.nullable(),
  cancellation: z
    .object({
      requestedAt: instantJson,
      reasonId: z.uuid().nullable(),
      details: z.string(),
      by: actor.nullable(),
    })
    .nullable(),
  trial: z.boolean(),
  autoPay: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  /** Of the known metadata keys: what each means for this service, its own or its product's. */
  knownMetadata: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
  orderData: z.record(z.string(), z.unknown()),
  /** Secret fields of the order data that hold a value; the values are never answered. */
  orderSecrets: z.array(z.string()),
  /** The automation's delays: what the service itself sets, what applies, and from which level. */
  policy: z.object({
    own: z.record(z.string(), z.unknown()),
    values: z.record(z.string(), z.unknown()),
    from: z.record(z.string(), z.enum(POLICY_LEVELS)),
  }),
  /** Of the resource: its id and the module's facts, no secrets. */
  resource: z.object({ remoteId: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
  hold: z.object({ until: instantJson.nullable(), reason: z.string() }).nullable(),
  /** The hold of all its customer's services. */
  customerHold: z.object({ until: instantJson.nullable(), reason: z.string() }).nullable(),
  automationPaused: z.boolean(),
  deliverOn: z.enum(['payment', 'approval', 'manual']),
  orderId: z.uuid().nullable(),
  paidAt: instantJson.nullable(),
  deliveredAt: instantJson.nullable(),
  endedAt: instantJson.nullable(),
  removedAt: instantJson.nullable(),
  version: z.number().int(),
  /** The last failure of an open operation, in the provider's words. */
  failure: z
    .object({ operationId: z.uuid(), code: z.string(), message: z.string(), attempts: z.number() })
    .nullable(),
})

/** What the service's customer sees of it. */
export const clientServiceJson = z.object({
  ...shared,
  ...termsJson,
  description: z.string(),
  autoPay: z.boolean(),
  suspension: z
    .object({ causes: z.array(z.enum(SUSPENSION_CAUSES)), messages: z.array(z.string()) })
    .nullable(),
  endedAt: instantJson.nullable(),
  /** The order that it came with; its document is what a pending service waits for. */
  orderId: z.uuid().nullable(),
  /** Plain words about what is going on or why it is not running; null when all is well. */
  statusText: z.string().nullable(),
})
