import { z } from 'zod'
import { allocation, egg, node, user } from './directory-schemas.ts'
import { id, item, list, moment } from './envelope.ts'

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
