import { z } from 'zod'

/*
 * What we read of the server's answers (`/1.0`, the same of Incus and LXD); fields that are not used
 * are not named. Go writes empty lists and maps as null.
 */

const config = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {})
const devices = z
  .record(z.string(), z.record(z.string(), z.string()))
  .nullish()
  .transform((map) => map ?? {})
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items): z.output<T>[] => items ?? [])

/** Every answer is in this envelope. */
export const envelopeSchema = z.object({
  type: z.enum(['sync', 'async', 'error']),
  operation: z.string().nullish(),
  metadata: z.unknown().optional(),
})

/** A container or virtual machine. */
export const instanceSchema = z.object({
  name: z.string(),
  type: z.string().default('container'),
  status: z.string(),
  description: z.string().default(''),
  architecture: z.string().default(''),
  ephemeral: z.boolean().default(false),
  created_at: z.string(),
  profiles: list(z.string()),
  config,
  devices,
  expanded_config: config,
  expanded_devices: devices,
  location: z.string().default(''),
})
export type Instance = z.output<typeof instanceSchema>

const counters = z.object({ bytes_received: z.number(), bytes_sent: z.number() })

/** What an instance does right now. */
export const stateSchema = z.object({
  status: z.string(),
  processes: z.number().default(0),
  cpu: z.object({ usage: z.number() }).default({ usage: 0 }),
  memory: z.object({ usage: z.number() }).default({ usage: 0 }),
  disk: z
    .record(z.string(), z.object({ usage: z.number() }))
    .nullish()
    .transform((map) => map ?? {}),
  network: z
    .record(
      z.string(),
      z.object({
        type: z.string().default(''),
        addresses: list(
          z.object({ family: z.string(), address: z.string(), scope: z.string().default('') }),
        ),
        counters,
      }),
    )
    .nullish()
    .transform((map) => map ?? {}),
})
export type InstanceState = z.output<typeof stateSchema>

export const snapshotSchema = z.object({
  name: z.string(),
  created_at: z.string(),
  config,
  size: z.number().default(-1),
})
export type Snapshot = z.output<typeof snapshotSchema>

/** Work that the server does by itself. `status_code` 200 is done, from 400 on it failed. */
export const operationSchema = z.object({
  id: z.string(),
  description: z.string().default(''),
  status: z.string(),
  status_code: z.number(),
  err: z.string().default(''),
  resources: z
    .record(z.string(), list(z.string()))
    .nullish()
    .transform((map) => map ?? {}),
  metadata: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((map) => map ?? {}),
})
export type Operation = z.output<typeof operationSchema>

export const serverSchema = z.object({
  api_extensions: list(z.string()),
  auth: z.string().default(''),
  environment: z
    .object({ server: z.string().default(''), server_version: z.string().default('') })
    .default({ server: '', server_version: '' }),
})

export const imageSchema = z.object({
  fingerprint: z.string(),
  type: z.string().default('container'),
  aliases: list(z.object({ name: z.string() })),
  properties: z
    .record(z.string(), z.string())
    .nullish()
    .transform((map) => map ?? {}),
})
export type Image = z.output<typeof imageSchema>

/** An event of `/1.0/events?type=operation`. */
export const eventSchema = z.object({ type: z.literal('operation'), metadata: operationSchema })
