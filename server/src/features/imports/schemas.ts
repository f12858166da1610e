import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { STATUSES } from '../../domain/service-lifecycle.ts'
import { instantJson, moneyJson } from '../../platform/json.ts'
import { newServiceBody } from '../services/write-schemas.ts'

/** The requests and answers of importing what exists on a server. */

/** How many resources one import may take. */
const MOST_ROWS = 500

/** One resource, and the service that it becomes. */
export const importRowBody = newServiceBody.omit({ deliver: true }).extend({
  serverId: z.uuid(),
  /** The resource's id on the server, as the list of its resources names it. */
  remoteId: z.string().min(1).max(200),
  /** What the module's order form asks for, where it is known; checked as soon as it is given. */
  orderData: z.record(z.string(), z.unknown()).default({}),
})
export type ImportRowBody = z.output<typeof importRowBody>

export const newImportBody = z.strictObject({
  rows: z.array(importRowBody).min(1).max(MOST_ROWS),
})
export type NewImportBody = z.output<typeof newImportBody>

const named = z.object({ id: z.uuid(), name: z.string() })
const failure = z.object({ code: z.string(), message: z.string() })

const importRowJson = z.object({
  id: z.uuid(),
  position: z.int(),
  state: z.enum(['running', 'done', 'undone']),
  customer: named,
  productId: z.uuid().nullable(),
  type: z.string(),
  server: named.nullable(),
  remoteId: z.string(),
  name: z.string(),
  /** Null when the import was undone, or the service was deleted since. */
  service: z.object({ id: z.uuid(), number: z.int(), status: z.enum(STATUSES) }).nullable(),
  /** While it runs: the attempts so far, and when the next one is made. */
  operation: z
    .object({
      id: z.uuid(),
      state: z.enum(OPERATION_STATES),
      attempts: z.int(),
      dueAt: instantJson.nullable(),
    })
    .nullable(),
  /** Why it was undone, or what the last attempt of a running one met; the provider's own words. */
  error: failure.nullable(),
  settledAt: instantJson.nullable(),
})

export const importJson = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'finished']),
  counts: z.object({ total: z.int(), running: z.int(), done: z.int(), undone: z.int() }),
  requestedBy: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  createdAt: instantJson,
  rows: z.array(importRowJson),
})
export type ImportJson = z.input<typeof importJson>

/** An import in the list: without its rows. */
export const importEntryJson = importJson.omit({ rows: true })
export type ImportEntryJson = z.input<typeof importEntryJson>

/**
 * Whether a resource can be imported: `linked` to a service, being imported for one, marked by
 * another installation (`foreign`), or `free`.
 */
export const AVAILABILITIES = ['free', 'linked', 'foreign'] as const

const resourceJson = z.object({
  remoteId: z.string(),
  /** The name that a service for it could have: the provider's, else the id. */
  suggestedName: z.string(),
  owner: z.string().nullable(),
  plan: z.string().nullable(),
  state: z.enum(['running', 'stopped', 'suspended', 'changing']),
  createdAt: instantJson.nullable(),
  availability: z.enum(AVAILABILITIES),
  /** The service that it belongs to. */
  service: z
    .object({ id: z.uuid(), number: z.int(), name: z.string(), customerName: z.string() })
    .nullable(),
})
export type ResourceJson = z.input<typeof resourceJson>

const titleJson = z.object({ en: z.string(), fr: z.string() })
const pricedCycle = z.object({ cycle: z.enum(CYCLES), price: moneyJson })

const proposalJson = z.object({
  name: z.string(),
  /** Recognised by its e-mail, by that of one of its users, or by its name. */
  customer: z
    .object({
      id: z.uuid(),
      number: z.int(),
      name: z.string(),
      by: z.enum(['email', 'user', 'name']),
    })
    .nullable(),
  /** The product whose services are seen with the resource's plan; `isOnly`: there is no other. */
  product: z.object({ id: z.uuid(), name: titleJson, isOnly: z.boolean() }).nullable(),
  cycle: z.enum(CYCLES).nullable(),
  price: moneyJson.nullable(),
  /** A first period from this moment on; null for life, or where the cycle is open. */
  expiresAt: instantJson.nullable(),
  /** What the service will be as soon as it carries our mark. */
  status: z.enum(['active', 'suspended']),
})
export type ProposalJson = z.input<typeof proposalJson>

export const proposalPageJson = z.object({
  canImport: z.boolean(),
  /** The server's type. */
  type: z.string(),
  /** The products that the server can deliver, with their prices. */
  products: z.array(z.object({ id: z.uuid(), name: titleJson, prices: z.array(pricedCycle) })),
  /** `proposal` is null for what cannot be imported. */
  items: z.array(z.object({ ...resourceJson.shape, proposal: proposalJson.nullable() })),
  nextCursor: z.string().nullable(),
})

export const resourcePageJson = z.object({
  /** False when the module cannot take over what exists. */
  canImport: z.boolean(),
  items: z.array(resourceJson),
  /** The next page; pages of a search may be empty before the last one. */
  nextCursor: z.string().nullable(),
})
