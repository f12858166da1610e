import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'

/** The requests and answers about servers. */

const name = z.string().trim().min(1).max(100)
const text = z.object({ en: z.string(), fr: z.string() })

export const newServerGroup = z.strictObject({ name })
export const serverGroupJson = z.object({ id: z.uuid(), name, createdAt: instantJson })

const serverFields = {
  name,
  groupId: z.uuid().nullable(),
  /**
   * What the type's `serverSettings` schema asks for. A secret field that is left out or empty
   * keeps its value; null removes it.
   */
  settings: z.record(z.string(), z.unknown()),
  /** How many services it may hold; null = no limit. */
  placeLimit: z.int().min(0).max(1_000_000).nullable(),
  acceptsNew: z.boolean(),
  /** Operations that may be under way on it at once. */
  concurrency: z.int().min(1).max(100),
  /** Calls that it takes per minute; null = no limit. */
  callsPerMinute: z.int().min(1).max(60_000).nullable(),
}

export const newServer = z.strictObject({
  ...serverFields,
  type: z.string().min(1).max(60),
  groupId: serverFields.groupId.default(null),
  placeLimit: serverFields.placeLimit.default(null),
  acceptsNew: z.boolean().default(true),
  concurrency: serverFields.concurrency.default(4),
  callsPerMinute: serverFields.callsPerMinute.default(null),
})
export type NewServer = z.output<typeof newServer>

/** The type stays: the services on it are looked after by its module. */
export const serverChanges = z.strictObject(serverFields).partial()
export type ServerChanges = z.output<typeof serverChanges>

const count = z.int()

/** What holds the calls to a server back. */
export const gateJson = z.object({
  /**
   * `suspended`: staff paused it. `paused`: it asked us to wait, or refuses our credentials or
   * settings. `broken`: it fails again and again; one call at a time tries whether it is well.
   */
  state: z.enum(['open', 'paused', 'broken', 'suspended']),
  cause: z.enum(['staff', 'rate_limit', 'auth', 'config', 'failures']).nullable(),
  /** When calls go on by themselves, or the next one tries; null: when staff resume it. */
  until: instantJson.nullable(),
  /** As staff or the server said it. */
  reason: z.string().nullable(),
  /** Failures in a row that look like the server's. */
  failures: count,
})

export const serverJson = z.object({
  id: z.uuid(),
  ...serverFields,
  type: z.string(),
  /** Which secret fields have a value; the values are never answered. */
  secrets: z.record(z.string(), z.object({ set: z.boolean() })),
  placesUsed: z.int(),
  /** Staff paused it then. */
  suspendedAt: instantJson.nullable(),
  suspendReason: z.string().nullable(),
  health: z.enum(['unknown', 'healthy', 'unhealthy']),
  healthMessage: z.string().nullable(),
  checkedAt: instantJson.nullable(),
  createdAt: instantJson,
  /** What it has to do: operations by what they wait for. */
  queue: z.object({
    waiting: count,
    running: count,
    unknown: count,
    waitsForStaff: count,
  }),
  gate: gateJson,
  lastError: z
    .object({ at: instantJson, message: z.string(), operationId: z.uuid().nullable() })
    .nullable(),
  /** Differences between its resources and the books that wait for a person. */
  drift: count,
})

/** What a connection test found. */
export const connectionReport = z.object({
  health: z.enum(['healthy', 'unhealthy']),
  /** What is wrong, in the provider's words; null when all is well. */
  message: z.string().nullable(),
  checks: z.array(z.object({ id: z.string(), name: text, ok: z.boolean(), message: z.string() })),
})
export type ConnectionReport = z.output<typeof connectionReport>

export const choicesJson = z.object({
  items: z.array(z.object({ value: z.unknown(), label: text, help: text.optional() })),
})
