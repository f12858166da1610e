import { z } from 'zod'
import { id, item, list, moment } from './envelope.ts'

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
