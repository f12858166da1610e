import { z } from 'zod'

/*
 * The bodies that are sent, field by field, from the public documentation of the REST API
 * (https://linuxcontainers.org/incus/docs/main/rest-api-spec/). Strict: a made-up field fails.
 */

const config = z.record(z.string(), z.string())
const devices = z.record(z.string(), config)
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/)

/** `InstanceSource`, for images only. */
const source = z.strictObject({
  type: z.literal('image'),
  alias: z.string().optional(),
  fingerprint: z.string().optional(),
  server: z.url().optional(),
  protocol: z.literal('simplestreams').optional(),
  mode: z.literal('pull').optional(),
})
export type Source = z.output<typeof source>

/** POST /1.0/instances: `InstancesPost`. */
export const instancesPost = z.strictObject({
  name,
  type: z.enum(['container', 'virtual-machine']),
  description: z.string(),
  profiles: z.array(z.string()),
  config,
  devices,
  source,
})

/** PATCH /1.0/instances/{name}: `InstancePut`, any part of it. */
export const instancePatch = z.strictObject({
  config: config.optional(),
  devices: devices.optional(),
  profiles: z.array(z.string()).optional(),
})

/** PUT /1.0/instances/{name} with nothing but `restore`. */
export const instanceRestore = z.strictObject({ restore: z.string() })

/** PUT /1.0/instances/{name}/state: `InstanceStatePut`. */
export const instanceStatePut = z.strictObject({
  action: z.enum(['start', 'stop', 'restart', 'freeze', 'unfreeze']),
  timeout: z.int(),
  force: z.boolean(),
})

/** POST /1.0/instances/{name}/snapshots: `InstanceSnapshotsPost`. */
export const snapshotsPost = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]+$/),
  stateful: z.boolean(),
})

/** POST /1.0/instances/{name}/rebuild: `InstanceRebuildPost`. */
export const rebuildPost = z.strictObject({ source })

/** POST /1.0/instances/{name}/exec: `InstanceExecPost`. */
export const execPost = z.strictObject({
  command: z.array(z.string()).min(1),
  environment: config,
  'wait-for-websocket': z.literal(false),
  interactive: z.literal(false),
})
