import { z } from 'zod'

/*
 * Requests and answers of Pterodactyl Panel 1.11, written down from its published source. Every object
 * is strict: a field that the panel does not know, or one that it always sends and is missing, differs.
 */

const SOURCE = 'https://github.com/pterodactyl/panel/blob/v1.11.11'
/** Where a shape was read. */
export const source = (path: string) => `${SOURCE}/${path}`

const id = z.int().min(1)
const moment = z.iso.datetime({ offset: true })

/** app/Extensions/Spatie/Fractalistic/… with League\Fractal's ApiSerializer: `object`, `attributes`. */
export const item = <T extends z.ZodType>(object: string, attributes: T) =>
  z.strictObject({ object: z.literal(object), attributes })

const pagination = z.strictObject({
  total: z.int(),
  count: z.int(),
  per_page: z.int(),
  current_page: z.int(),
  total_pages: z.int(),
  links: z.union([z.array(z.never()), z.record(z.string(), z.string())]),
})
export const pages = <T extends z.ZodType>(one: T) =>
  z.strictObject({
    object: z.literal('list'),
    data: z.array(one),
    meta: z.strictObject({ pagination }),
  })
export const list = <T extends z.ZodType>(one: T) =>
  z.strictObject({ object: z.literal('list'), data: z.array(one) })

/** app/Exceptions/Handler.php: convertExceptionToArray, invalidJson. */
export const errors = z.strictObject({
  errors: z
    .array(
      z.strictObject({
        code: z.string(),
        status: z.string().regex(/^\d{3}$/),
        detail: z.string(),
        meta: z.strictObject({ source_field: z.string(), rule: z.string() }).optional(),
      }),
    )
    .min(1),
})

// ── application API ─────────────────────────────────────────────────────────────────────────────

/** app/Transformers/Api/Application/UserTransformer.php */
export const user = item(
  'user',
  z.strictObject({
    id,
    external_id: z.string().nullable(),
    uuid: z.uuid(),
    username: z.string(),
    email: z.email(),
    first_name: z.string(),
    last_name: z.string(),
    language: z.string(),
    root_admin: z.boolean(),
    '2fa_enabled': z.boolean(),
    '2fa': z.boolean(),
    created_at: moment,
    updated_at: moment,
  }),
)

/** app/Models/User.php ($validationRules, app/Rules/Username.php) */
const username = z
  .string()
  .max(191)
  .regex(/^[a-z0-9]([\w.-]+)[a-z0-9]$/)
/** app/Http/Requests/Api/Application/Users/StoreUserRequest.php */
export const userRequest = z.strictObject({
  external_id: z.string().max(191).nullable().optional(),
  email: z.email().max(191),
  username,
  first_name: z.string().min(1).max(191),
  last_name: z.string().min(1).max(191),
  password: z.string().nullable().optional(),
  language: z.string().optional(),
  root_admin: z.boolean().optional(),
})

/** app/Transformers/Api/Application/AllocationTransformer.php */
export const allocation = item(
  'allocation',
  z.strictObject({
    id,
    ip: z.string(),
    alias: z.string().nullable(),
    port: z.int().min(1).max(65_535),
    notes: z.string().nullable(),
    assigned: z.boolean(),
  }),
)

/** app/Transformers/Api/Application/NodeTransformer.php over app/Models/Node.php */
export const node = item(
  'node',
  z.strictObject({
    id,
    uuid: z.uuid(),
    public: z.boolean(),
    name: z.string(),
    description: z.string().nullable(),
    location_id: id,
    fqdn: z.string(),
    scheme: z.enum(['http', 'https']),
    behind_proxy: z.boolean(),
    maintenance_mode: z.boolean(),
    memory: z.int(),
    memory_overallocate: z.int(),
    disk: z.int(),
    disk_overallocate: z.int(),
    upload_size: z.int(),
    daemon_listen: z.int(),
    daemon_sftp: z.int(),
    daemon_base: z.string(),
    created_at: moment,
    updated_at: moment,
    allocated_resources: z.strictObject({ memory: z.number(), disk: z.number() }),
  }),
)

/** app/Transformers/Api/Application/LocationTransformer.php */
export const location = item(
  'location',
  z.strictObject({
    id,
    short: z.string(),
    long: z.string().nullable(),
    updated_at: moment,
    created_at: moment,
  }),
)

/** app/Transformers/Api/Application/EggVariableTransformer.php: the whole model. */
export const eggVariable = item(
  'egg_variable',
  z.strictObject({
    id,
    egg_id: id,
    name: z.string(),
    description: z.string(),
    env_variable: z.string().regex(/^[\w]{1,191}$/),
    default_value: z.string(),
    user_viewable: z.boolean(),
    user_editable: z.boolean(),
    rules: z.string(),
    created_at: moment,
    updated_at: moment,
  }),
)

/** app/Transformers/Api/Application/EggTransformer.php */
export const egg = item(
  'egg',
  z.strictObject({
    id,
    uuid: z.uuid(),
    name: z.string(),
    nest: id,
    author: z.string(),
    description: z.string().nullable(),
    docker_image: z.string(),
    docker_images: z.record(z.string(), z.string()),
    config: z.strictObject({
      files: z.record(z.string(), z.unknown()),
      startup: z.record(z.string(), z.unknown()),
      stop: z.string(),
      logs: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
      file_denylist: z.array(z.string()),
      extends: z.int().nullable(),
    }),
    startup: z.string(),
    script: z.strictObject({
      privileged: z.boolean(),
      install: z.string(),
      entry: z.string(),
      container: z.string(),
      extends: z.int().nullable(),
    }),
    created_at: moment,
    updated_at: moment,
    relationships: z.strictObject({ variables: list(eggVariable) }).optional(),
  }),
)

/** app/Transformers/Api/Application/NestTransformer.php */
export const nest = item(
  'nest',
  z.strictObject({
    id,
    uuid: z.uuid(),
    author: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    created_at: moment,
    updated_at: moment,
    relationships: z.strictObject({ eggs: list(egg) }).optional(),
  }),
)

/** app/Models/Server.php ($validationRules, STATUS_…) */
const limits = {
  memory: z.number().min(0),
  swap: z.number().min(-1),
  disk: z.number().min(0),
  io: z.number().min(10).max(1000),
  cpu: z.number().min(0),
}
const threads = z
  .string()
  .regex(/^[0-9-,]+$/)
  .nullable()
const count = z.int().min(0).nullable()
const status = z
  .enum(['installing', 'install_failed', 'reinstall_failed', 'suspended', 'restoring_backup'])
  .nullable()
const environment = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())

/** app/Transformers/Api/Application/ServerTransformer.php */
export const server = item(
  'server',
  z.strictObject({
    id,
    external_id: z.string().nullable(),
    uuid: z.uuid(),
    identifier: z.string().regex(/^[0-9a-f]{8}$/),
    name: z.string(),
    description: z.string(),
    status,
    suspended: z.boolean(),
    limits: z.strictObject({ ...limits, threads, oom_disabled: z.boolean() }),
    feature_limits: z.strictObject({ databases: count, allocations: count, backups: count }),
    user: id,
    node: id,
    allocation: id,
    nest: id,
    egg: id,
    container: z.strictObject({
      startup_command: z.string(),
      image: z.string(),
      installed: z.union([z.literal(0), z.literal(1)]),
      environment,
    }),
    updated_at: moment,
    created_at: moment,
    relationships: z
      .strictObject({ allocations: list(allocation), user, node, egg })
      .partial()
      .optional(),
  }),
)

const image = z
  .string()
  .max(191)
  .regex(/^~?[\w./\-:@ ]*$/)
  .min(1)
const externalId = z.string().min(1).max(191).nullable()

/** app/Http/Requests/Api/Application/Servers/StoreServerRequest.php */
export const newServer = z
  .strictObject({
    external_id: externalId.optional(),
    name: z.string().min(1).max(191),
    description: z.string().nullable().optional(),
    user: id,
    egg: id,
    docker_image: image,
    startup: z.string().min(1),
    environment,
    skip_scripts: z.boolean().optional(),
    oom_disabled: z.boolean().optional(),
    limits: z.strictObject({ ...limits, threads: threads.optional() }),
    feature_limits: z.strictObject({
      databases: count,
      allocations: count.optional(),
      backups: count,
    }),
    allocation: z.strictObject({ default: id, additional: z.array(id).optional() }).optional(),
    deploy: z
      .strictObject({
        locations: z.array(id),
        dedicated_ip: z.boolean(),
        port_range: z.array(z.string()),
      })
      .optional(),
    start_on_completion: z.boolean().optional(),
  })
  .refine((body) => body.deploy !== undefined || body.allocation !== undefined, {
    path: ['allocation', 'default'],
    message: 'The allocation.default field is required unless deploy is present.',
  })
export type NewServer = z.output<typeof newServer>

/** app/Http/Requests/Api/Application/Servers/UpdateServerDetailsRequest.php */
export const serverDetails = z.strictObject({
  external_id: externalId.optional(),
  name: z.string().min(1).max(191),
  user: id,
  description: z.string().nullable().optional(),
})

/** app/Http/Requests/Api/Application/Servers/UpdateServerBuildConfigurationRequest.php */
export const serverBuild = z.strictObject({
  allocation: id,
  oom_disabled: z.boolean().optional(),
  limits: z.strictObject({ ...limits, threads: threads.optional() }),
  add_allocations: z.array(id).optional(),
  remove_allocations: z.array(id).optional(),
  feature_limits: z.strictObject({
    databases: count,
    allocations: count.optional(),
    backups: count,
  }),
})

/** app/Http/Requests/Api/Application/Servers/UpdateServerStartupRequest.php */
export const serverStartup = z.strictObject({
  startup: z.string().min(1),
  environment,
  egg: id,
  image,
  skip_scripts: z.boolean(),
})

// ── client API ──────────────────────────────────────────────────────────────────────────────────

/** app/Transformers/Api/Client/AccountTransformer.php */
export const account = item(
  'user',
  z.strictObject({
    id,
    admin: z.boolean(),
    username: z.string(),
    email: z.email(),
    first_name: z.string(),
    last_name: z.string(),
    language: z.string(),
  }),
)

/** app/Transformers/Api/Client/StatsTransformer.php; states of wings' environment/environment.go. */
export const stats = item(
  'stats',
  z.strictObject({
    current_state: z.enum(['offline', 'starting', 'running', 'stopping']),
    is_suspended: z.boolean(),
    resources: z.strictObject({
      memory_bytes: z.int(),
      cpu_absolute: z.number(),
      disk_bytes: z.int(),
      network_rx_bytes: z.int(),
      network_tx_bytes: z.int(),
      uptime: z.int(),
    }),
  }),
)

/** app/Http/Requests/Api/Client/Servers/SendPowerRequest.php */
export const powerRequest = z.strictObject({
  signal: z.enum(['start', 'stop', 'restart', 'kill']),
})

/** app/Transformers/Api/Client/BackupTransformer.php */
export const backup = item(
  'backup',
  z.strictObject({
    uuid: z.uuid(),
    is_successful: z.boolean(),
    is_locked: z.boolean(),
    name: z.string(),
    ignored_files: z.array(z.string()),
    checksum: z.string().nullable(),
    bytes: z.int(),
    created_at: moment,
    completed_at: moment.nullable(),
  }),
)
/** app/Http/Controllers/Api/Client/Servers/BackupController.php: index adds `backup_count`. */
export const backups = z.strictObject({
  object: z.literal('list'),
  data: z.array(backup),
  meta: z.strictObject({ backup_count: z.int(), pagination }),
})
/** app/Http/Requests/Api/Client/Servers/Backups/StoreBackupRequest.php */
export const backupRequest = z.strictObject({
  name: z.string().max(191).nullable().optional(),
  is_locked: z.boolean().nullable().optional(),
  ignored: z.string().nullable().optional(),
})

/** app/Transformers/Api/Client/DatabaseTransformer.php */
export const database = item(
  'server_database',
  z.strictObject({
    id: z.string(),
    host: z.strictObject({ address: z.string(), port: z.int() }),
    name: z.string(),
    username: z.string(),
    connections_from: z.string(),
    max_connections: z.int().nullable(),
  }),
)

/** app/Transformers/Api/Client/FileObjectTransformer.php (transformer of wings' listing) */
export const file = item(
  'file_object',
  z.strictObject({
    name: z.string(),
    mode: z.string(),
    mode_bits: z.string(),
    size: z.int(),
    is_file: z.boolean(),
    is_symlink: z.boolean(),
    mimetype: z.string(),
    created_at: moment,
    modified_at: moment,
  }),
)
/** app/Http/Requests/Api/Client/Servers/Files/DeleteFileRequest.php */
export const fileDeletion = z.strictObject({
  root: z.string(),
  files: z.array(z.string()).min(1),
})
