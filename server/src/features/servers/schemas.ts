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
}

export const newServer = z.strictObject({
  ...serverFields,
  type: z.string().min(1).max(60),
  groupId: serverFields.groupId.default(null),
  placeLimit: serverFields.placeLimit.default(null),
  acceptsNew: z.boolean().default(true),
})
export type NewServer = z.output<typeof newServer>

/** The type stays: the services on it are looked after by its module. */
export const serverChanges = z.strictObject(serverFields).partial()
export type ServerChanges = z.output<typeof serverChanges>

export const serverJson = z.object({
  id: z.uuid(),
  ...serverFields,
  type: z.string(),
  /** Which secret fields have a value; the values are never answered. */
  secrets: z.record(z.string(), z.object({ set: z.boolean() })),
  placesUsed: z.int(),
  suspendedAt: instantJson.nullable(),
  health: z.enum(['unknown', 'healthy', 'unhealthy']),
  healthMessage: z.string().nullable(),
  checkedAt: instantJson.nullable(),
  createdAt: instantJson,
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
