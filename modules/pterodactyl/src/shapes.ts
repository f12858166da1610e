import { z } from 'zod'

/*
 * What the panel answers, as far as it is used. Anything beyond is passed over, so that a newer panel
 * may tell more.
 */

/** How the panel wraps one thing: `{ object, attributes }`. */
export const itemOf = <T extends z.ZodType>(attributes: T) => z.object({ attributes })

/** How it wraps many, with pages where there are any. */
export const listOf = <T extends z.ZodType>(attributes: T) =>
  z.object({
    data: z.array(itemOf(attributes)),
    meta: z
      .object({
        pagination: z.object({ current_page: z.number(), total_pages: z.number() }).optional(),
      })
      .optional(),
  })

export const userSchema = z.object({
  id: z.int(),
  external_id: z.string().nullable(),
  username: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  root_admin: z.boolean(),
})
export type User = z.output<typeof userSchema>

export const allocationSchema = z.object({
  id: z.int(),
  ip: z.string(),
  alias: z.string().nullable(),
  port: z.int(),
  assigned: z.boolean(),
})
export type Allocation = z.output<typeof allocationSchema>

export const nodeSchema = z.object({
  id: z.int(),
  name: z.string(),
  location_id: z.int(),
  fqdn: z.string(),
  daemon_sftp: z.int(),
  maintenance_mode: z.boolean().optional(),
})
export type Node = z.output<typeof nodeSchema>

export const locationSchema = z.object({
  id: z.int(),
  short: z.string(),
  long: z.string().nullable(),
})

/** A relation that the key may not read comes as `{ object: 'null_resource', attributes: null }`. */
const related = <T extends z.ZodType>(attributes: T) =>
  z.object({ attributes: attributes.nullable() }).optional()

export const serverSchema = z.object({
  id: z.int(),
  external_id: z.string().nullable(),
  uuid: z.string(),
  identifier: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status: z.string().nullable(),
  suspended: z.boolean(),
  limits: z.object({
    memory: z.number(),
    swap: z.number(),
    disk: z.number(),
    io: z.number(),
    cpu: z.number(),
    threads: z.string().nullable(),
  }),
  feature_limits: z.object({
    databases: z.number().nullable(),
    allocations: z.number().nullable(),
    backups: z.number().nullable(),
  }),
  user: z.int(),
  node: z.int(),
  allocation: z.int(),
  nest: z.int(),
  egg: z.int(),
  container: z.object({
    startup_command: z.string(),
    image: z.string(),
    environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
  created_at: z.string(),
  relationships: z
    .object({
      allocations: z.object({ data: z.array(itemOf(allocationSchema)).optional() }).optional(),
      user: related(userSchema),
      node: related(nodeSchema),
      egg: related(z.object({ name: z.string() })),
    })
    .optional(),
})
export type Server = z.output<typeof serverSchema>

export const variableSchema = z.object({
  name: z.string(),
  description: z.string().nullable(),
  env_variable: z.string(),
  default_value: z.string().nullable(),
  user_editable: z.union([z.boolean(), z.number()]),
  /** As Laravel's validation writes them: `required|string|max:20`. */
  rules: z.string(),
})
export type EggVariable = z.output<typeof variableSchema>

export const eggSchema = z.object({
  id: z.int(),
  nest: z.int(),
  name: z.string(),
  docker_image: z.string(),
  startup: z.string(),
  relationships: z
    .object({ variables: z.object({ data: z.array(itemOf(variableSchema)) }).optional() })
    .optional(),
})
export type Egg = z.output<typeof eggSchema>

export const nestSchema = z.object({
  id: z.int(),
  name: z.string(),
  relationships: z
    .object({
      eggs: z
        .object({ data: z.array(itemOf(z.object({ id: z.int(), name: z.string() }))) })
        .optional(),
    })
    .optional(),
})

export const statsSchema = z.object({
  current_state: z.string(),
  resources: z.object({
    memory_bytes: z.number(),
    cpu_absolute: z.number(),
    disk_bytes: z.number(),
    network_rx_bytes: z.number(),
    network_tx_bytes: z.number(),
    /** Milliseconds. */
    uptime: z.number(),
  }),
})
export type Stats = z.output<typeof statsSchema>

export const backupSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  bytes: z.number(),
  is_successful: z.boolean(),
  is_locked: z.boolean(),
  created_at: z.string(),
  completed_at: z.string().nullable(),
})
export type Backup = z.output<typeof backupSchema>

export const databaseSchema = z.object({
  name: z.string(),
  username: z.string(),
  host: z.object({ address: z.string(), port: z.int() }),
})
export type Database = z.output<typeof databaseSchema>

export const fileSchema = z.object({ name: z.string() })

export const accountSchema = z.object({ admin: z.boolean(), username: z.string() })

export const errorsSchema = z.object({
  errors: z
    .array(
      z.object({
        code: z.string(),
        detail: z.string(),
        meta: z.object({ source_field: z.string(), rule: z.string() }).partial().optional(),
      }),
    )
    .min(1),
})
